package secondsite.server.configuration.policy;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptChurn;
import secondsite.server.configuration.store.KeptChurn.Day;
import secondsite.server.configuration.store.KeptChurn.Hour;

/**
 * How much is written to each disk, by hours, for two weeks. Hearing of it only counts in memory; {@link #write} is called every hour and
 * at the end, so that a crash forgets an hour at most. Safe for use by several threads.
 */
@Singleton
public final class ChurnMeter {

    static final int DAYS = 14;

    private static final int HOURS = 24;
    private static final int AT_ONCE = 1000;
    /** In bytes per second; who tells of more is not believed. */
    private static final double FASTEST_DISK = 1L << 37;
    private static final long HOUR_SECONDS = Duration.ofHours(1).toSeconds();

    private final Database database;
    private final KeptChurn kept;
    private final InstantSource clock;
    private final Map<UUID, Counter> counters = new ConcurrentHashMap<>();

    @Inject
    public ChurnMeter(Database database, KeptChurn kept, InstantSource clock) {
        this.database = database;
        this.kept = kept;
        this.clock = clock;
    }

    /** What was heard of a disk and is not written down yet; guarded by itself. */
    private static final class Counter {

        private Instant last = Instant.MIN;
        private long written;
        private Map<Long, Hour> hours = new TreeMap<>();

        synchronized void heard(long nowWritten, Instant at) {
            if (last.equals(Instant.MIN)) {
                last = at;
                written = nowWritten;
            } else if (at.isAfter(last)) {
                // A counter that fell began anew when the agent did.
                spread(nowWritten < written ? nowWritten : nowWritten - written, at);
                last = at;
                written = nowWritten;
            }
        }

        /** Over all the time since it was heard of last. What is longer ago than is kept is not counted. */
        private void spread(long bytes, Instant until) {
            Instant from = last.isBefore(until.minus(Duration.ofDays(DAYS))) ? until : last;
            double seconds = Duration.between(last, until).toMillis() / 1000.0;
            double counted = Math.min(bytes, seconds * FASTEST_DISK);
            for (Instant at = from; at.isBefore(until);) {
                long hour = Math.floorDiv(at.getEpochSecond(), HOUR_SECONDS);
                Instant next = Instant.ofEpochSecond((hour + 1) * HOUR_SECONDS);
                Instant end = next.isBefore(until) ? next : until;
                long rounded = Math.round(counted * (secondsTo(end) / seconds))
                        - Math.round(counted * (secondsTo(at) / seconds));
                int watched = (int) (end.getEpochSecond() - at.getEpochSecond());
                hours.merge(hour, new Hour(rounded, watched), Hour::plus);
                at = end;
            }
        }

        private double secondsTo(Instant time) {
            return Duration.between(last, time).toMillis() / 1000.0;
        }

        synchronized Map<Long, Hour> take() {
            Map<Long, Hour> taken = hours;
            hours = new TreeMap<>();
            return taken;
        }

        synchronized void giveBack(Map<Long, Hour> taken) {
            taken.forEach((hour, seen) -> hours.merge(hour, seen, Hour::plus));
        }

        synchronized Map<Long, Hour> look() {
            return Map.copyOf(hours);
        }
    }

    /**
     * A disk was heard of.
     *
     * @param writtenBytes by its machine since its agent began; falls only when that begins anew
     */
    public void heard(UUID disk, long writtenBytes, Instant at) {
        counters.computeIfAbsent(disk, _ -> new Counter()).heard(Math.max(0, writtenBytes), at);
    }

    /** Writes down what was heard, and forgets what is older than two weeks. Costs time for each disk: for a thread of its own. */
    public void write() {
        List<UUID> disks = List.copyOf(counters.keySet());
        for (int i = 0; i < disks.size(); i += AT_ONCE) {
            write(disks.subList(i, Math.min(disks.size(), i + AT_ONCE)));
        }
        database.write(change -> {
            kept.sweep(change, firstDay());
            return change;
        });
    }

    private void write(List<UUID> disks) {
        Map<UUID, Map<Long, Hour>> taken = new HashMap<>();
        disks.forEach(disk -> taken.put(disk, counters.get(disk).take()));
        boolean done = false;
        try {
            database.write(change -> {
                List<Day> days = new ArrayList<>();
                taken.forEach((disk, hours) -> byDay(hours).forEach((day, seen) -> {
                    List<Hour> all = new ArrayList<>(kept.find(change, disk, day).map(Day::hours)
                            .orElse(Collections.nCopies(HOURS, Hour.NOTHING)));
                    seen.forEach((hour, more) -> all.set(hour, all.get(hour).plus(more)));
                    days.add(new Day(disk, day, all));
                }));
                kept.put(change, days);
                return days;
            });
            done = true;
        } finally {
            if (!done) {
                taken.forEach((disk, hours) -> counters.get(disk).giveBack(hours));
            }
        }
    }

    private static Map<Long, Map<Integer, Hour>> byDay(Map<Long, Hour> hours) {
        Map<Long, Map<Integer, Hour>> days = new TreeMap<>();
        hours.forEach((hour, seen) -> days.computeIfAbsent(Math.floorDiv(hour, HOURS), _ -> new TreeMap<>())
                .put(Math.floorMod(hour, HOURS), seen));
        return days;
    }

    private long firstDay() {
        return Math.floorDiv(clock.instant().getEpochSecond(), HOUR_SECONDS * HOURS) - DAYS;
    }

    /**
     * What was seen of these disks in the last two weeks, by hours since 1970 in UTC; hours that nobody watched are missing. A disk that
     * was not heard of has no entry.
     */
    Map<UUID, Map<Long, Hour>> history(List<UUID> disks) {
        Map<UUID, Map<Long, Hour>> all = new HashMap<>();
        Set<UUID> wanted = new HashSet<>(disks);
        for (Day day : database.read(transaction -> kept.since(transaction, firstDay(), disks))) {
            if (wanted.contains(day.disk())) {
                Map<Long, Hour> hours = all.computeIfAbsent(day.disk(), _ -> new TreeMap<>());
                for (int i = 0; i < HOURS; i++) {
                    add(hours, day.day() * HOURS + i, day.hours().get(i));
                }
            }
        }
        for (UUID disk : disks) {
            Counter counter = counters.get(disk);
            if (counter != null) {
                Map<Long, Hour> hours = all.computeIfAbsent(disk, _ -> new TreeMap<>());
                counter.look().forEach((hour, seen) -> add(hours, hour, seen));
            }
        }
        return all;
    }

    private static void add(Map<Long, Hour> hours, long hour, Hour seen) {
        if (seen.seconds() > 0 || seen.bytes() > 0) {
            hours.merge(hour, seen, Hour::plus);
        }
    }
}
