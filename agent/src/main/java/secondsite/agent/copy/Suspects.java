package secondsite.agent.copy;

import java.util.ArrayList;
import java.util.List;
import secondsite.engine.disk.Extent;

/** Ranges of a disk that may differ from its replica, in order and apart from each other. For one thread. */
final class Suspects {

    private final List<Extent> ranges = new ArrayList<>();

    /** Takes blocks behind all others. @param blocks indexes in the range, ascending */
    void add(Extent range, int blockBytes, List<Integer> blocks) {
        for (int block : blocks) {
            long offset = range.offset() + (long) block * blockBytes;
            add(offset, Math.min(offset + blockBytes, range.end()));
        }
    }

    private void add(long offset, long end) {
        boolean goesOn = !ranges.isEmpty() && ranges.getLast().end() == offset;
        long from = goesOn ? ranges.removeLast().offset() : offset;
        ranges.add(new Extent(from, end - from, Extent.Kind.DATA));
    }

    boolean isEmpty() {
        return ranges.isEmpty();
    }

    int count() {
        return ranges.size();
    }

    long bytes() {
        return ranges.stream().mapToLong(Extent::length).sum();
    }

    /** The same in pieces of at most so many bytes. */
    List<Extent> pieces(long atMost) {
        var pieces = new ArrayList<Extent>();
        for (Extent range : ranges) {
            for (long at = range.offset(); at < range.end(); at += atMost) {
                pieces.add(new Extent(at, Math.min(atMost, range.end() - at), range.kind()));
            }
        }
        return pieces;
    }
}
