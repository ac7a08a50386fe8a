/** Real guests that fail over: programs, disks and machines of two sites on this computer. */
package secondsite.drill.failover;
