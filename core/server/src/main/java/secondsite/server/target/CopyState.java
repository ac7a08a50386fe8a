package secondsite.server.target;

import java.util.BitSet;

/**
 * How far the initial copy is: one bit for each chunk that is durable in the base image. The last chunk may be shorter.
 *
 * @param chunkBytes length of a chunk; a multiple of 64 KiB
 * @param chunks     number of chunks of the disk
 * @param copied     chunks durably copied
 * @param finished   the initial copy is over; no more is taken
 */
public record CopyState(long chunkBytes, int chunks, BitSet copied, boolean finished) {}
