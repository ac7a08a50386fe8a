package secondsite.drill.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What happened, line by line, for the one who has to understand a failure; and a fingerprint of it that costs little. */
public final class Trace {

    private final SimulatedTime time;
    private final boolean kept;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private long fingerprint = 1;

    /** @param kept whether lines are kept, or only counted in the fingerprint */
    public Trace(SimulatedTime time, boolean kept) {
        this.time = time;
        this.kept = kept;
    }

    /** Adds a line; {@code {}} stands for the next value. */
    public void add(String who, String what, Object... values) {
        counts.merge(what, 1, Integer::sum);
        fingerprint = fingerprint * 31 + time.nanos();
        fingerprint = fingerprint * 31 + what.hashCode();
        for (Object value : values) {
            if (value instanceof Number || value instanceof String) {
                fingerprint = fingerprint * 31 + value.hashCode();
            }
        }
        if (kept) {
            lines.add(String.format(Locale.ROOT, "%12.6f %-10s %s", time.nanos() * 1e-9, who, fill(what, values)));
        }
    }

    private static String fill(String what, Object... values) {
        var line = new StringBuilder();
        int at = 0;
        for (Object value : values) {
            int hole = what.indexOf("{}", at);
            line.append(what, at, hole).append(value);
            at = hole + 2;
        }
        return line.append(what, at, what.length()).toString();
    }

    /** Equal for two runs in which the same things happened at the same times. */
    public long fingerprint() {
        return fingerprint;
    }

    /** How often something happened, whatever its values were. */
    public Map<String, Integer> counts() {
        return counts;
    }

    public List<String> lines() {
        return lines;
    }
}
