package secondsite.engine.segment;

import static secondsite.engine.segment.LittleEndian.getInt;
import static secondsite.engine.segment.LittleEndian.getLong;
import static secondsite.engine.segment.LittleEndian.putInt;
import static secondsite.engine.segment.LittleEndian.putLong;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import secondsite.engine.file.StoredFile;

/**
 * What a segment says of itself: whose past it holds, from where on, and what comes before it.
 *
 * @param compacted records were left out of some of its batches
 * @param digestBefore the digest by which the segment before is known, 16 bytes; zeros when there is none
 * @param durableThrough the sequence up to which the journal was durable when this segment was begun; -1 when nothing was
 * @param reused the file held another segment before; what stands behind its last frame may be left from then
 * @param checksum that of the header itself, by which the segment's frames are bound to it
 */
public record SegmentHeader(UUID disk, long diskSize, int epoch, long firstSequence, long createdMicros,
        boolean compacted, byte[] digestBefore, long durableThrough, boolean reused, int checksum) {

    public static final int BYTES = 4096;

    static final long MAGIC = (long) LittleEndian.magic("2nds") | (long) LittleEndian.magic("ite\0") << 32;
    static final int VERSION = 1;
    static final int COMPACTED = 1;
    static final int REUSED = 1;
    private static final int CHECKSUM = 4092;

    /** A header for a new segment in a new file. */
    public static SegmentHeader of(UUID disk, long diskSize, int epoch, long firstSequence, long createdMicros,
            boolean compacted, byte[] digestBefore, long durableThrough) {
        return new SegmentHeader(disk, diskSize, epoch, firstSequence, createdMicros, compacted, digestBefore,
                durableThrough, false, 0).withChecksum();
    }

    /** The same for a file that held another segment before. */
    public SegmentHeader inReusedFile() {
        return new SegmentHeader(disk, diskSize, epoch, firstSequence, createdMicros, compacted, digestBefore,
                durableThrough, true, 0).withChecksum();
    }

    private SegmentHeader withChecksum() {
        return new SegmentHeader(disk, diskSize, epoch, firstSequence, createdMicros, compacted, digestBefore,
                durableThrough, reused, getInt(bytes(), CHECKSUM));
    }

    /** Writes the header to the begin of a file. */
    public void write(StoredFile to) throws IOException {
        to.write(bytes(), 0);
    }

    /** The first 8 bytes of the disk's id, as batches carry it. */
    public long diskTag() {
        return disk.getMostSignificantBits();
    }

    ByteBuffer bytes() {
        ByteBuffer to = ByteBuffer.allocate(BYTES);
        putLong(to, 0, MAGIC);
        putInt(to, 8, VERSION);
        putInt(to, 12, compacted ? COMPACTED : 0);
        putInt(to, 16, reused ? REUSED : 0);
        putInt(to, 20, epoch);
        to.putLong(24, disk.getMostSignificantBits()).putLong(32, disk.getLeastSignificantBits());
        putLong(to, 40, diskSize);
        putLong(to, 48, firstSequence);
        putLong(to, 56, createdMicros);
        to.put(64, digestBefore);
        putLong(to, 80, durableThrough);
        putInt(to, CHECKSUM, Checksum.over(to, 0, CHECKSUM));
        return to;
    }

    /**
     * Reads the header of a segment.
     *
     * @throws DamagedException when it is not one, or one this version does not understand
     */
    public static SegmentHeader read(StoredFile file) throws IOException {
        if (file.size() < BYTES) {
            throw new DamagedException(file.place(), 0, "the segment header is cut off");
        }
        ByteBuffer from = ByteBuffer.allocate(BYTES);
        file.read(from, 0);
        return parse(from, file.place());
    }

    private static SegmentHeader parse(ByteBuffer from, String place) throws DamagedException {
        check(getLong(from, 0) == MAGIC, place, "this is not a segment");
        check(getInt(from, CHECKSUM) == Checksum.over(from, 0, CHECKSUM), place,
                "the checksum of the segment header is wrong");
        check(getInt(from, 8) == VERSION, place, "format version " + getInt(from, 8) + " is not known here");
        check((getInt(from, 12) & ~COMPACTED) == 0, place, "it needs features that are not known here");
        SegmentHeader header = new SegmentHeader(new UUID(from.getLong(24), from.getLong(32)), getLong(from, 40),
                getInt(from, 20), getLong(from, 48), getLong(from, 56), getInt(from, 12) != 0,
                Arrays.copyOfRange(from.array(), 64, 80), getLong(from, 80), (getInt(from, 16) & REUSED) != 0,
                getInt(from, CHECKSUM));
        check(header.makesSense() && LittleEndian.zeros(from, 88, CHECKSUM), place, "the header makes no sense");
        return header;
    }

    private boolean makesSense() {
        return epoch >= 0 && firstSequence >= 0 && diskSize >= 0 && diskSize <= Limits.DISK_BYTES
                && durableThrough >= -1 && durableThrough < Math.max(1, firstSequence);
    }

    private static void check(boolean holds, String place, String what) throws DamagedException {
        if (!holds) {
            throw new DamagedException(place, 0, what);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SegmentHeader header && bytes().equals(header.bytes());
    }

    @Override
    public int hashCode() {
        return checksum;
    }
}
