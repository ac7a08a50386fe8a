package secondsite.drill.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was measured on the way, in the order in which a person reads it: one value for the table, one for the report. */
final class Numbers {

    private final Map<String, Object> report = new LinkedHashMap<>();
    private final List<String[]> table = new ArrayList<>();

    void bytes(String key, String what, long bytes) {
        put(key + "Bytes", bytes, what, mebibytes(bytes));
    }

    void rate(String key, String what, long bytes, Duration in) {
        long rate = Math.round(bytes / Math.max(1e-3, in.toNanos() * 1e-9));
        put(key + "BytesPerSecond", rate, what, mebibytes(rate) + "/s");
    }

    void seconds(String key, String what, double seconds) {
        put(key + "Seconds", Math.round(seconds * 1000) / 1000.0, what, String.format(Locale.ROOT, "%.2f s", seconds));
    }

    void count(String key, String what, long count) {
        put(key, count, what, String.format(Locale.ROOT, "%,d", count));
    }

    void ratio(String key, String what, double ratio) {
        put(key, Math.round(ratio * 1000) / 1000.0, what, String.format(Locale.ROOT, "%.2f", ratio));
    }

    private void put(String key, Object value, String what, String shown) {
        report.put(key, value);
        table.add(new String[]{what, shown});
    }

    Map<String, Object> report() {
        return report;
    }

    List<String[]> table() {
        return table;
    }

    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / 1048576.0);
    }
}
