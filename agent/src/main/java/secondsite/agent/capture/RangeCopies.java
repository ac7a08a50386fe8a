package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.segment.Record;

/**
 * What a disk holds in some ranges, as records.
 *
 * @param bytes of all together
 */
record RangeCopies(List<Record> records, int bytes) {

    /** Comes to its end while no write passes. */
    interface Reading {
        RangeCopies end() throws IOException;
    }

    /** What lies between two ranges is read with them, when to read it takes less than to ask twice. */
    private static final int NEAR_BYTES = 64 << 10;
    private static final int SPAN_BYTES = 512 << 10;

    /** @param buffer where the ranges are read to, and nothing else; as large as all of them */
    static RangeCopies read(Disk disk, List<Extent> ranges, ByteBuffer buffer) throws IOException {
        var copies = new RangeCopies(new ArrayList<>(), 0);
        for (Extent range : ranges) {
            ByteBuffer data = copies.place(range, buffer);
            disk.read(data, range.offset());
            copies = copies.with(range, data);
        }
        return copies;
    }

    /** The same in fewer readings, for ranges in order of which many are near each other. */
    static RangeCopies readTogether(Disk disk, List<Extent> ranges, ByteBuffer buffer) throws IOException {
        var copies = new RangeCopies(new ArrayList<>(), 0);
        ByteBuffer span = null;
        for (int from = 0, end; from < ranges.size(); from = end) {
            end = spanFrom(ranges, from);
            if (end == from + 1) {
                ByteBuffer data = copies.place(ranges.get(from), buffer);
                disk.read(data, ranges.get(from).offset());
                copies = copies.with(ranges.get(from), data);
                continue;
            }
            span = span == null ? ByteBuffer.allocate(SPAN_BYTES) : span;
            long begin = ranges.get(from).offset();
            disk.read(span.clear().limit((int) (ranges.get(end - 1).end() - begin)), begin);
            for (Extent range : ranges.subList(from, end)) {
                ByteBuffer data = copies.place(range, buffer);
                data.put(span.slice((int) (range.offset() - begin), (int) range.length()));
                copies = copies.with(range, data);
            }
        }
        return copies;
    }

    /** @return the first range that is too far from those before */
    private static int spanFrom(List<Extent> ranges, int from) {
        int end = from + 1;
        while (end < ranges.size() && ranges.get(end).offset() >= ranges.get(end - 1).end()
                && ranges.get(end).offset() - ranges.get(end - 1).end() <= NEAR_BYTES
                && ranges.get(end).end() - ranges.get(from).offset() <= SPAN_BYTES) {
            end++;
        }
        return end;
    }

    private ByteBuffer place(Extent range, ByteBuffer buffer) {
        return buffer.slice(bytes, (int) range.length());
    }

    private RangeCopies with(Extent range, ByteBuffer data) {
        records.add(new Record.Copy(range.offset(), data.flip().asReadOnlyBuffer()));
        return new RangeCopies(records, bytes + (int) range.length());
    }
}
