package secondsite.engine.segment;

import static secondsite.engine.segment.LittleEndian.putInt;
import static secondsite.engine.segment.LittleEndian.putLong;

import java.nio.ByteBuffer;

/** The 28 bytes before a record's data, and the numbers that stand for the types of records. */
final class RecordHeader {

    static final int BYTES = 28;

    static final int WRITE = 1;
    static final int ZERO = 2;
    static final int TRIM = 3;
    static final int FLUSH = 4;
    static final int COPY = 5;
    static final int MARK = 6;

    static final int FORCE_UNIT_ACCESS = 1;

    private RecordHeader() {}

    static void put(ByteBuffer to, int at, int type, int flags, int length, long offset, long timeMicros,
            int sequence) {
        putInt(to, at, type | flags << 8);
        putInt(to, at + 4, length);
        putLong(to, at + 8, offset);
        putLong(to, at + 16, timeMicros);
        putInt(to, at + 24, sequence);
    }
}
