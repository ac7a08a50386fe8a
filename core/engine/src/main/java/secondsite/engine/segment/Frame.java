package secondsite.engine.segment;

import static secondsite.engine.segment.LittleEndian.getInt;
import static secondsite.engine.segment.LittleEndian.getLong;
import static secondsite.engine.segment.LittleEndian.putInt;
import static secondsite.engine.segment.LittleEndian.putLong;

import java.nio.ByteBuffer;

/**
 * The 16 bytes before a batch in a file. Its checksum also covers the segment it belongs to and where it stands, so that neither a
 * frame that was moved nor one inside a guest's data is taken for one of this file.
 */
final class Frame {

    static final int BYTES = 16;
    static final int MAGIC = LittleEndian.magic("FRAM");

    private final ByteBuffer bound = ByteBuffer.allocate(20);
    private final Checksum checksum = new Checksum();

    Frame(SegmentHeader segment) {
        putInt(bound, 0, segment.checksum());
    }

    void put(ByteBuffer to, int at, long position, long durablePosition) {
        putInt(to, at, MAGIC);
        putInt(to, at + 4, checksum(position, durablePosition));
        putLong(to, at + 8, durablePosition);
    }

    /** Whether the frame of this position stands here. */
    boolean isAt(ByteBuffer from, int at, long position) {
        return getInt(from, at) == MAGIC && getInt(from, at + 4) == checksum(position, durablePosition(from, at));
    }

    static long durablePosition(ByteBuffer from, int at) {
        return getLong(from, at + 8);
    }

    private int checksum(long position, long durablePosition) {
        putLong(bound, 4, position);
        putLong(bound, 12, durablePosition);
        return checksum.of(bound, 0, bound.capacity());
    }
}
