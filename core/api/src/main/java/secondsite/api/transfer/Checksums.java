package secondsite.api.transfer;

import java.nio.ByteBuffer;

/**
 * Checksums of the equal blocks of a range of a disk.
 *
 * @param offset     where the first block begins, in bytes
 * @param blockBytes length of a block; the last block of the disk may be shorter
 * @param seed       what they were seeded with
 * @param sequence   the last record that they know of
 * @param sums       {@link Transfer#CHECKSUM_BYTES} bytes a block, in order
 */
public record Checksums(long offset, int blockBytes, long seed, long sequence, ByteBuffer sums) {}
