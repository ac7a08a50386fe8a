package secondsite.drill.crash;

import java.util.Map;
import java.util.TreeMap;

/** When each transaction was begun, and when its client was told that it is safe. Numbers rise; times are microseconds since 1970. */
final class Acknowledgements {

    private final RisingClock clock;
    private final TreeMap<Long, Long> begun = new TreeMap<>();
    private final TreeMap<Long, Long> acknowledged = new TreeMap<>();

    Acknowledgements(RisingClock clock) {
        this.clock = clock;
    }

    void begins(long number) {
        begun.put(clock.micros(), number);
    }

    void acknowledged(long number) {
        acknowledged.put(clock.micros(), number);
    }

    /** The lowest number that may be the highest in the database at this time: of the last transaction that was acknowledged. */
    long least(long micros) {
        return valueAt(acknowledged, micros);
    }

    /** The highest number that may be in the database at this time: of the last transaction that was begun. */
    long most(long micros) {
        return valueAt(begun, micros);
    }

    private static long valueAt(TreeMap<Long, Long> times, long micros) {
        Map.Entry<Long, Long> last = times.floorEntry(micros);
        return last == null ? 0 : last.getValue();
    }
}
