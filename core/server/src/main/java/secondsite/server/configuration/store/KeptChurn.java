package secondsite.server.configuration.store;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.mapper.RowMapper;

/** How much was written to disks, by hours. */
public final class KeptChurn {

    /**
     * What was seen in an hour.
     *
     * @param bytes   written
     * @param seconds of the hour that were watched
     */
    public record Hour(long bytes, int seconds) {

        public static final Hour NOTHING = new Hour(0, 0);

        public Hour plus(Hour other) {
            return new Hour(bytes + other.bytes, seconds + other.seconds);
        }
    }

    /**
     * What was written to a disk on a day.
     *
     * @param day   since 1970, in UTC
     * @param hours all 24 of them
     */
    public record Day(UUID disk, long day, List<Hour> hours) {}

    private static final int HOURS = 24;
    private static final int ONE_BY_ONE = 200;
    private static final RowMapper<Day> ROW = (row, _) -> new Day(UUID.fromString(row.getString("disk")),
            row.getLong("day"), hours(row.getString("hours")));

    private static List<Hour> hours(String text) {
        long[] numbers = Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
        return IntStream.range(0, HOURS).mapToObj(i -> new Hour(numbers[i], (int) numbers[HOURS + i])).toList();
    }

    private static String text(List<Hour> hours) {
        return Stream.concat(hours.stream().map(Hour::bytes), hours.stream().map(Hour::seconds)).map(Object::toString)
                .collect(Collectors.joining(" "));
    }

    public Optional<Day> find(Transaction transaction, UUID disk, long day) {
        return transaction.query("select * from churn where day = :day and disk = :disk").bind("day", day)
                .bind("disk", disk.toString()).map(ROW).findOne();
    }

    /** From this day on. */
    public List<Day> since(Transaction transaction, long day, List<UUID> disks) {
        if (disks.size() > ONE_BY_ONE) {
            return transaction.query("select * from churn where day >= :day").bind("day", day).map(ROW).list();
        }
        return disks.stream().flatMap(disk -> transaction
                .query("select * from churn where disk = :disk and day >= :day").bind("disk", disk.toString())
                .bind("day", day).map(ROW).list().stream()).toList();
    }

    /** Replaces what was there of these days. */
    public void put(Transaction change, List<Day> days) {
        if (days.isEmpty()) {
            return;
        }
        var old = change.batch("delete from churn where day = :day and disk = :disk");
        days.forEach(day -> old.bind("day", day.day()).bind("disk", day.disk().toString()).add());
        old.execute();
        var added = change.batch("insert into churn (day, disk, hours) values (:day, :disk, :hours)");
        days.forEach(day -> added.bind("day", day.day()).bind("disk", day.disk().toString())
                .bind("hours", text(day.hours())).add());
        added.execute();
    }

    /** Forgets what is older. */
    public void sweep(Transaction change, long firstDay) {
        change.update("delete from churn where day < :day").bind("day", firstDay).execute();
    }
}
