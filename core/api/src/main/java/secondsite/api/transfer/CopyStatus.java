package secondsite.api.transfer;

import java.util.BitSet;

/**
 * How far the initial copy of a disk is.
 *
 * @param chunkBytes length of a chunk in bytes; the last may be shorter
 * @param chunks     number of chunks of the disk
 * @param copied     one bit for each chunk that is durable in the base image; bit 0 of byte 0 is the first chunk
 * @param finished   the copy is over; no more is taken
 */
public record CopyStatus(long chunkBytes, int chunks, byte[] copied, boolean finished) {

    public CopyStatus {
        if (chunkBytes <= 0 || chunks < 0 || copied.length > (chunks + 7) / 8) {
            throw new IllegalArgumentException(
                    chunks + " chunks of " + chunkBytes + " bytes in a map of " + copied.length);
        }
    }

    public BitSet copiedChunks() {
        return BitSet.valueOf(copied);
    }
}
