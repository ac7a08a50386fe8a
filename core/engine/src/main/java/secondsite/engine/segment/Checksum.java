package secondsite.engine.segment;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C over parts of buffers. Reused; for one thread at a time. */
final class Checksum {

    private final CRC32C crc = new CRC32C();

    /** The checksum of a part of a buffer; changes the buffer's position and limit. */
    int of(ByteBuffer buffer, int from, int length) {
        crc.reset();
        return and(buffer, from, length);
    }

    /** The checksum of all parts since the last {@link #of}, with this one; changes the buffer's position and limit. */
    int and(ByteBuffer buffer, int from, int length) {
        buffer.limit(from + length).position(from);
        crc.update(buffer);
        return (int) crc.getValue();
    }

    /** The checksum of a part of a buffer, which is left as it is. */
    static int over(ByteBuffer buffer, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(from, length));
        return (int) crc.getValue();
    }
}
