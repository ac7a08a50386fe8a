package secondsite.agent.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.segment.Record;

/**
 * Reads a range of a disk into a buffer of its own and says what is in it: COPY records of what is not zero, ZERO records of the rest,
 * in order and without a gap. Holes are not read. For one thread.
 */
final class ChunkScan {

    private static final int GRAIN_BYTES = 4 << 10;
    /** Shorter runs of zeros stay in the data: they compress to nothing, and records cost more. */
    private static final int ZERO_RUN_BYTES = 16 << 10;
    /** The target writes a record at once, and large ones cost it less. */
    private static final int RECORD_BYTES = 1 << 20;

    private final Disk disk;
    private final ByteBuffer buffer;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(GRAIN_BYTES);
    private List<Record> records;
    private long base;
    private int told;

    /** @param longest range that is asked for, in bytes */
    ChunkScan(Disk disk, int longest) {
        this.disk = disk;
        this.buffer = ByteBuffer.allocateDirect(longest);
    }

    /** The records; their data is valid until the next scan. */
    List<Record> scan(long offset, int length) throws IOException {
        records = new ArrayList<>();
        base = offset;
        told = 0;
        for (Extent extent : disk.extents(offset, length)) {
            if (extent.kind() == Extent.Kind.DATA) {
                int from = (int) (extent.offset() - offset);
                int to = (int) (extent.end() - offset);
                disk.read(buffer.slice(from, to - from), extent.offset());
                data(from, to);
            }
        }
        zeroUpTo(length);
        return records;
    }

    private void data(int from, int to) {
        int dataFrom = -1;
        int zeroFrom = -1;
        for (int at = from; at < to; at += GRAIN_BYTES) {
            if (isZero(at, Math.min(GRAIN_BYTES, to - at))) {
                zeroFrom = zeroFrom < 0 ? at : zeroFrom;
                continue;
            }
            if (dataFrom >= 0 && zeroFrom >= 0 && at - zeroFrom >= ZERO_RUN_BYTES) {
                copy(dataFrom, zeroFrom);
                dataFrom = at;
            }
            dataFrom = dataFrom < 0 ? at : dataFrom;
            zeroFrom = -1;
        }
        if (dataFrom >= 0) {
            copy(dataFrom, zeroFrom < 0 ? to : zeroFrom);
        }
    }

    private boolean isZero(int at, int length) {
        if (length >= Long.BYTES && buffer.getLong(at) != 0) {
            return false;
        }
        return buffer.slice(at, length).mismatch(zeros.slice(0, length)) < 0;
    }

    private void copy(int from, int to) {
        zeroUpTo(from);
        for (int at = from; at < to; at += RECORD_BYTES) {
            records.add(new Record.Copy(base + at, buffer.slice(at, Math.min(RECORD_BYTES, to - at))));
        }
        told = to;
    }

    private void zeroUpTo(int end) {
        if (end > told) {
            records.add(new Record.Zero(base + told, end - told));
        }
        told = end;
    }
}
