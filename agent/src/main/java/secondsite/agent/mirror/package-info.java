/**
 * A disk of a running QEMU guest: the guest is spoken to over its monitor, its QEMU brings every write to a socket of ours and serves the disk to be
 * read. The guest's own disk stays where it is, and the guest goes on whatever becomes of us.
 */
package secondsite.agent.mirror;
