/** What a disk is: bytes at offsets, written in order, durable after a flush; and the disks that stand on a file or memory. */
package secondsite.engine.disk;
