/** The whole way of a disk, from the guest's write to the recovery point: agents, process servers and master targets in a world that goes wrong. */
package secondsite.drill.spine;
