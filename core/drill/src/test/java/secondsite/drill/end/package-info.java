/** From end to end: what tools that nobody here wrote find in the replica, and what full disks do on the way. */
package secondsite.drill.end;
