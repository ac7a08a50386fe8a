/** Points at which applications, or several machines, agree: with real file systems, real networks and real loads. */
package secondsite.drill.consistency;
