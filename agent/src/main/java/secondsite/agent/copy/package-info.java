/** The first copy of a disk and the comparison after a gap: both read the disk and bring the replica to what it is. */
package secondsite.agent.copy;
