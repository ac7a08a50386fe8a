/** A disk as it was: a point of a replica opened as a read-only disk, taken out into a file, or served under an overlay. */
package secondsite.server.target.past;
