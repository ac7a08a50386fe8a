package secondsite.engine.segment;

import static secondsite.engine.segment.LittleEndian.getInt;
import static secondsite.engine.segment.LittleEndian.getLong;
import static secondsite.engine.segment.LittleEndian.putInt;
import static secondsite.engine.segment.LittleEndian.putLong;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import secondsite.engine.file.StoredFile;

/**
 * The last 96 bytes of a sealed segment: where its index is, where it ends, and the digests that chain it. Positions and lengths
 * in bytes, times in microseconds since 1970, digests 16 bytes.
 *
 * @param digest over the segment's header and the headers of its batches
 * @param chainDigest what the next segment names as the one before
 * @param headerChecksum that of the segment's header, by which the footer is bound to it
 */
public record SegmentFooter(long indexPosition, long indexLength, long lastSequence, long lastMicros, long records,
        byte[] digest, byte[] chainDigest, long earliestMicros, int headerChecksum) {

    public static final int BYTES = 96;

    static final long MAGIC = (long) LittleEndian.magic("seal") | (long) LittleEndian.magic("ed\0\0") << 32;
    private static final int CHECKSUM = 92;

    ByteBuffer bytes() {
        ByteBuffer to = ByteBuffer.allocate(BYTES);
        putLong(to, 0, MAGIC);
        putLong(to, 8, indexPosition);
        putLong(to, 16, indexLength);
        putLong(to, 24, lastSequence);
        putLong(to, 32, lastMicros);
        putLong(to, 40, records);
        to.put(48, digest);
        to.put(64, chainDigest);
        putLong(to, 80, earliestMicros);
        putInt(to, 88, headerChecksum);
        putInt(to, CHECKSUM, Checksum.over(to, 0, CHECKSUM));
        return to;
    }

    /**
     * Reads the footer of a sealed segment.
     *
     * @throws DamagedException when there is none, or it is not whole, or that of another segment
     */
    public static SegmentFooter read(StoredFile file, SegmentHeader header) throws IOException {
        long at = file.size() - BYTES;
        if (at < SegmentHeader.BYTES) {
            throw new DamagedException(file.place(), Math.max(0, at), "there is no footer");
        }
        ByteBuffer from = ByteBuffer.allocate(BYTES);
        file.read(from, at);
        return parse(from, at, file.place(), header);
    }

    private static SegmentFooter parse(ByteBuffer from, long at, String place, SegmentHeader header)
            throws DamagedException {
        if (getLong(from, 0) != MAGIC || getInt(from, CHECKSUM) != Checksum.over(from, 0, CHECKSUM)) {
            throw new DamagedException(place, at, "the footer is missing or its checksum wrong");
        }
        byte[] all = from.array();
        SegmentFooter footer = new SegmentFooter(getLong(from, 8), getLong(from, 16), getLong(from, 24),
                getLong(from, 32), getLong(from, 40), Arrays.copyOfRange(all, 48, 64), Arrays.copyOfRange(all, 64, 80),
                getLong(from, 80), getInt(from, 88));
        boolean placed = footer.indexPosition >= SegmentHeader.BYTES && footer.indexLength >= SegmentIndex.HEAD_BYTES
                && footer.indexLength == at - footer.indexPosition;
        if (!placed || footer.headerChecksum != header.checksum() || footer.lastSequence < header.firstSequence()) {
            throw new DamagedException(place, at, "the footer is not that of this segment");
        }
        return footer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SegmentFooter footer && bytes().equals(footer.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest);
    }
}
