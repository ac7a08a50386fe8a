package secondsite.server.target;

import java.util.Map;
import java.util.TreeMap;

/** A set of positions as ranges from one to another (exclusive) that never touch each other. */
final class Ranges {

    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    void add(long from, long to) {
        long begin = from;
        long end = to;
        Map.Entry<Long, Long> before = ranges.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            begin = before.getKey();
            end = Math.max(end, before.getValue());
        }
        var within = ranges.subMap(begin, true, end, true);
        for (long known : within.values()) {
            end = Math.max(end, known);
        }
        within.clear();
        ranges.put(begin, end);
    }

    boolean contains(long position) {
        var range = ranges.floorEntry(position);
        return range != null && range.getValue() > position;
    }

    boolean covers(long from, long to) {
        var range = ranges.floorEntry(from);
        return range != null && range.getValue() >= to;
    }

    /** Ends by beginnings, ascending. */
    Map<Long, Long> asMap() {
        return ranges;
    }
}
