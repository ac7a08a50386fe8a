/** The benchmarks: what the engine and the programs reach, beside peers in the same run. */
package secondsite.drill.bench;
