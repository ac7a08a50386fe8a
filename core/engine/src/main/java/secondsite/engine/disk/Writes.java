package secondsite.engine.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Write requests that arrived together, in order, all in one buffer: each payload has {@link #HEADROOM} bytes before it, and
 * the first has {@link #LEAD} bytes before its headroom. Whoever takes the writes may overwrite headroom and lead (that is how a
 * log turns the client's request headers into its own record headers and appends all of it with one system call), never the
 * payloads. Payloads stand close together: each begins where the one before ended plus the headroom.
 *
 * <p>Reused from group to group by one thread; nobody keeps a reference after the call.
 */
public final class Writes {

    /** Bytes before each payload; the size of a client's request header and of a log's record header. */
    public static final int HEADROOM = 28;

    /** Bytes before the headroom of the first payload, for the header of a whole group. */
    public static final int LEAD = 128;

    private ByteBuffer buffer;
    private long[] offsets = new long[64];
    private int[] positions = new int[64];
    private int[] lengths = new int[64];
    private int count;

    /** Begins a new group whose payloads are in this buffer; limit and position of the buffer are ignored. */
    public void begin(ByteBuffer in) {
        buffer = in;
        count = 0;
    }

    /** Adds a payload that stands at {@code position} in the buffer and belongs at {@code offset} of the disk. */
    public void add(long offset, int position, int length) {
        if (count == 0 ? position < LEAD + HEADROOM : position != end() + HEADROOM) {
            throw new IllegalArgumentException("payload at " + position + " does not follow the one before");
        }
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            positions = Arrays.copyOf(positions, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        offsets[count] = offset;
        positions[count] = position;
        lengths[count++] = length;
    }

    /** The buffer that holds headroom and payloads. Whoever changes its limit or position need not put them back. */
    public ByteBuffer buffer() {
        return buffer;
    }

    public int count() {
        return count;
    }

    public long offset(int index) {
        return offsets[index];
    }

    public int position(int index) {
        return positions[index];
    }

    public int length(int index) {
        return lengths[index];
    }

    /** Where the last payload ends in the buffer. */
    public int end() {
        return positions[count - 1] + lengths[count - 1];
    }

    /** A payload as a buffer of its own. */
    public ByteBuffer payload(int index) {
        return buffer.slice(positions[index], lengths[index]);
    }
}
