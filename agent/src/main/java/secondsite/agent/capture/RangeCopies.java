package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import secondsite.agent.tracking.Reads;
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

    /** What lies from the first range of a few to the last, of which each is a part. */
    private record Span(long begin, ByteBuffer whole, List<Extent> ranges, List<ByteBuffer> parts) {

        void part() {
            for (int i = 0; i < parts.size(); i++) {
                Extent range = ranges.get(i);
                parts.get(i).put(whole.slice((int) (range.offset() - begin), (int) range.length()));
            }
        }
    }

    /** @param buffer where the ranges are read to, and nothing else; as large as all of them */
    static RangeCopies read(Disk disk, List<Extent> ranges, ByteBuffer buffer) throws IOException {
        RangeCopies copies = none();
        for (Extent range : ranges) {
            ByteBuffer data = copies.place(range, buffer);
            copies = copies.with(range, data);
            disk.read(data, range.offset());
        }
        return copies;
    }

    /** The same in fewer readings, for ranges in order of which many are near each other. */
    static RangeCopies readTogether(Reads disk, List<Extent> ranges, ByteBuffer buffer) throws IOException {
        var reads = new ArrayList<Reads.Read>();
        var spans = new ArrayList<Span>();
        RangeCopies copies = none();
        for (int from = 0, end; from < ranges.size(); from = end) {
            end = spanFrom(ranges, from);
            long begin = ranges.get(from).offset();
            var parts = new ArrayList<ByteBuffer>();
            for (Extent range : ranges.subList(from, end)) {
                parts.add(copies.place(range, buffer));
                copies = copies.with(range, parts.getLast());
            }
            ByteBuffer into = parts.getFirst();
            if (parts.size() > 1) {
                into = ByteBuffer.allocate((int) (ranges.get(end - 1).end() - begin));
                spans.add(new Span(begin, into, ranges.subList(from, end), parts));
            }
            reads.add(new Reads.Read(begin, into));
        }
        disk.all(reads);
        spans.forEach(Span::part);
        return copies;
    }

    private static RangeCopies none() {
        return new RangeCopies(new ArrayList<>(), 0);
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

    /** @param data still to be filled from its begin on */
    private RangeCopies with(Extent range, ByteBuffer data) {
        records.add(new Record.Copy(range.offset(), data.asReadOnlyBuffer()));
        return new RangeCopies(records, bytes + (int) range.length());
    }
}
