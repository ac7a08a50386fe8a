package secondsite.drill.spine;

import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import secondsite.drill.oracle.Broken;
import secondsite.server.target.SequenceRange;

/** The points of one disk that its target named, and when what they are made of came there: none may go before its time. */
final class KeptPoints {

    private final String name;
    private final BitSet named = new BitSet();
    /** For each record that the target told of as its last one, when it did so last: everything after it came later. */
    private final TreeMap<Long, Long> told = new TreeMap<>();

    KeptPoints(String name) {
        this.name = name;
    }

    void told(long sequence, long nanos) {
        told.put(sequence, nanos);
    }

    /**
     * The target names these.
     *
     * @param keptSince what came later than this is kept, each record of it
     */
    void names(List<SequenceRange> points, long keptSince) {
        var now = new BitSet();
        points.forEach(range -> now.set((int) range.first(), (int) range.last() + 1));
        named.andNot(now);
        named.stream().filter(sequence -> cameAfter(sequence, keptSince)).findFirst().ifPresent(gone -> {
            throw new Broken(
                    name + " at " + gone + " was recoverable and is not old, but now only these are: " + points);
        });
        named.clear();
        named.or(now);
    }

    private boolean cameAfter(long sequence, long nanos) {
        var before = told.lowerEntry(sequence);
        return before != null && before.getValue() > nanos;
    }
}
