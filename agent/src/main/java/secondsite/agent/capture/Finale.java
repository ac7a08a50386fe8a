package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import secondsite.agent.tracking.Reads;
import secondsite.engine.disk.Extent;
import secondsite.engine.segment.Record;

/**
 * The last round of a disk: read to memory while its file systems are frozen, since the log may lie on one of them, and told when
 * they are not any more.
 */
final class Finale {

    /** What is appended at once. */
    private static final int GROUP_BYTES = 1 << 20;

    private final List<Extent> ranges = new ArrayList<>();
    private final List<List<Record>> groups = new ArrayList<>();
    private final List<Integer> sizes = new ArrayList<>();
    private final List<Record.Mark> marks = new ArrayList<>();
    private long bytes;
    private int records;
    private boolean ends;

    /** Reads these ranges, which follow what was read before. */
    void read(Reads disk, List<Extent> more) throws IOException {
        ranges.addAll(more);
        var group = new ArrayList<Extent>();
        int length = 0;
        for (Extent range : more) {
            if (length + range.length() > GROUP_BYTES) {
                read(disk, group, length);
                group.clear();
                length = 0;
            }
            group.add(range);
            length += (int) range.length();
        }
        read(disk, group, length);
    }

    private void read(Reads disk, List<Extent> group, int length) throws IOException {
        if (!group.isEmpty()) {
            RangeCopies copies = RangeCopies.readTogether(disk, group, ByteBuffer.allocate(length));
            groups.add(copies.records());
            sizes.add(copies.bytes());
            records += copies.records().size();
            bytes += copies.bytes();
        }
    }

    long bytes() {
        return bytes;
    }

    /** What was read, to be read again if it is not told. */
    List<Extent> ranges() {
        return ranges;
    }

    /** What was read, in order; later ones hold for places that were read twice. */
    Stream<Record.Copy> copies() {
        return groups.stream().flatMap(List::stream).map(Record.Copy.class::cast);
    }

    /** A point is to be where it ends. @return the how manieth record it is, without the marks of the round itself */
    int mark(Record.Mark mark) {
        marks.add(mark);
        ends = true;
        return records + marks.size();
    }

    /** It ends, with or without a point. */
    void ends() {
        ends = true;
    }

    boolean isToBeTold() {
        return ends;
    }

    boolean isEmpty() {
        return records == 0;
    }

    void tell(RoundLog log) throws IOException {
        for (int i = 0; i < groups.size(); i++) {
            log.copies(groups.get(i), sizes.get(i));
        }
        log.roundEnds(marks);
    }
}
