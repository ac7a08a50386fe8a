/** The world around the programs, all of it from one seed: time, network, and machines that are killed, lose power or run full. */
package secondsite.drill.world;
