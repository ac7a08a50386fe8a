package secondsite.server.configuration.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyForecast.KeptPoints;
import secondsite.api.policy.Retention;
import secondsite.api.policy.WeekWindow;
import secondsite.server.configuration.store.KeptChurn.Hour;

/** The arithmetic of a dry run, against brute force: writes one by one, thinned one by one, sent one by one. */
class ForecastTest {

    private static final int BLOCK = 64 << 10;
    private static final Instant NOW = Instant.parse("2026-03-04T10:17:23Z");

    /** A write to a block at a time. */
    private record Write(Instant time, int block) {}

    private static Policy policy(int crash, int app, Retention retention) {
        return new Policy(null, "x", crash, app, retention, 900, 7, Policy.Compression.AGENT, null, null, "UTC", null);
    }

    @ParameterizedTest
    @CsvSource({"1440, 72, 14, 300, 60, 288, 24, 48, 11", "60, 1, 1, 30, 0, 120, 0, 0, 1",
            "90, 2, 7, 3600, 1440, 1, 0, 1, 7", "1440, 24, 1, 300, 5, 288, 288, 0, 0"})
    void pointsAreCountedByClass(int everything, int hourly, int daily, int crash, int app, long crashPoints,
            long appPoints, long hourlyPoints, long dailyPoints) {
        assertThat(Forecast.points(policy(crash, app, new Retention(everything, hourly, daily))))
                .isEqualTo(new KeptPoints(crashPoints, appPoints, hourlyPoints, dailyPoints));
    }

    /** Writes at random moments; so many different blocks. */
    private static List<Write> writes(SplittableRandom random, int days, int aDay, int blocks) {
        var writes = new ArrayList<Write>();
        Instant begin = NOW.minus(Duration.ofDays(days));
        for (long i = 0; i < (long) days * aDay; i++) {
            writes.add(new Write(begin.plusSeconds(random.nextLong(days * 86_400L)), random.nextInt(blocks)));
        }
        writes.sort((a, b) -> a.time().compareTo(b.time()));
        return writes;
    }

    /** The ends of the whole hours, then of the whole days, between which only one version of each block is kept. */
    private static TreeSet<Instant> ends(Retention retention, Instant now) {
        var ends = new TreeSet<Instant>();
        for (Instant hour = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(400)); !hour
                .isAfter(now); hour = hour
                        .plus(Duration.ofHours(1))) {
            Duration age = Duration.between(hour, now);
            boolean single = age.compareTo(Duration.ofMinutes(retention.everythingMinutes())) < 0;
            boolean given = age.compareTo(Duration.ofDays(retention.dailyDays())) >= 0;
            boolean hourly = age.compareTo(Duration.ofHours(retention.hourlyHours())) < 0;
            boolean midnight = hour.equals(hour.truncatedTo(ChronoUnit.DAYS));
            if (!single && !given && (hourly || midnight)) {
                ends.add(hour);
            }
        }
        return ends;
    }

    private static long kept(List<Write> writes, Retention retention, Instant now) {
        TreeSet<Instant> ends = ends(retention, now);
        Map<Instant, Set<Integer>> blocks = new TreeMap<>();
        long single = 0;
        for (Write write : writes) {
            if (Duration.between(write.time(), now).compareTo(Duration.ofDays(retention.dailyDays())) < 0) {
                Instant end = ends.ceiling(write.time());
                if (end == null) {
                    single++;
                } else {
                    blocks.computeIfAbsent(end, _ -> new HashSet<>()).add(write.block());
                }
            }
        }
        return (single + blocks.values().stream().mapToLong(Set::size).sum()) * BLOCK;
    }

    @ParameterizedTest
    @CsvSource({"1440, 72, 14", "60, 24, 7", "600, 10, 3", "1440, 24, 1", "90, 50, 5"})
    void aJournalOfThinnedWritesIsNeverLargerAndNotMuchSmaller(int everything, int hourly, int daily) {
        var retention = new Retention(everything, hourly, daily);
        KeptPoints points = Forecast.points(policy(300, 0, retention));
        for (long seed = 1; seed <= 6; seed++) {
            var random = new SplittableRandom(seed);
            int aDay = 2000;
            int blocks = 1 << 30;
            List<Write> writes = writes(random, daily + 2, aDay, blocks);
            for (int hour = 0; hour < 24; hour++) {
                Instant now = NOW.minus(Duration.ofHours(hour)).minusSeconds(random.nextInt(3600));
                List<Write> before = writes.stream().filter(write -> !write.time().isAfter(now)).toList();
                long real = kept(before, retention, now);
                // Random writes come in clumps; a steady rate would need no allowance.
                double told = Forecast.journalBytes(retention, aDay * (double) BLOCK / 86_400, (long) blocks * BLOCK);
                assertThat((double) real).as("seed " + seed + " at " + now).isLessThanOrEqualTo(told * 1.1)
                        .isGreaterThan(told * daily / (daily + 2.3) * 0.85);
                int ends = ends(retention, now).size();
                assertThat((long) ends).isBetween(points.hourly() + points.daily() - 2,
                        points.hourly() + points.daily());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1440, 72, 14, 50", "60, 24, 7, 300", "1440, 24, 10, 5"})
    void blocksThatAreWrittenAgainMakeItSmallerButNeverLarger(int everything, int hourly, int daily, int blocks) {
        var retention = new Retention(everything, hourly, daily);
        for (long seed = 1; seed <= 6; seed++) {
            int aDay = 3000;
            List<Write> writes = writes(new SplittableRandom(seed), daily + 2, aDay, blocks);
            double told = Forecast.journalBytes(retention, aDay * (double) BLOCK / 86_400, (long) blocks * BLOCK);
            assertThat((double) kept(writes, retention, NOW)).as("seed " + seed).isLessThanOrEqualTo(told * 1.1);
        }
    }

    @Test
    void betweenTwoPointsNoMoreThanTheDiskIsKept() {
        var retention = new Retention(60, 1, 30);
        double oneBlockOverAndOver = Forecast.journalBytes(retention, 1 << 20, BLOCK);
        assertThat(oneBlockOverAndOver).isEqualTo(25.0 * 3600 * (1 << 20) + 30.0 * BLOCK);
    }

    private static Map<Long, Hour> steady(int hours, long bytes) {
        Map<Long, Hour> seen = new TreeMap<>();
        long last = NOW.getEpochSecond() / 3600;
        for (int i = 0; i < hours; i++) {
            seen.put(last - i, new Hour(bytes, 3600));
        }
        return seen;
    }

    @Test
    void theRateIsThatOfTheTimeThatWasWatched() {
        Map<Long, Hour> seen = steady(10, 3600);
        seen.put(5L, new Hour(100 * 1800, 1800));
        var load = new Load(seen);
        assertThat(load.hoursMeasured()).isEqualTo(10.5);
        assertThat(load.bytesPerSecond()).isEqualTo((36_000.0 + 180_000) / (36_000 + 1800));
        assertThat(load.peakBytesPerSecond()).isEqualTo(100);
        seen.put(6L, new Hour(1000, 1));
        assertThat(new Load(seen).peakBytesPerSecond()).isEqualTo(100);
        assertThat(new Load(Map.of()).bytesPerSecond()).isZero();
        assertThat(new Load(Map.of()).peakBytesPerSecond()).isZero();
    }

    @Test
    void anAverageWeekHasItsHoursWhereThePolicyHasThem() {
        Map<Long, Hour> seen = new TreeMap<>();
        Instant monday9 = Instant.parse("2026-03-02T09:00:00Z");
        seen.put(monday9.getEpochSecond() / 3600, new Hour(36_000, 3600));
        seen.put(monday9.plus(Duration.ofDays(7)).getEpochSecond() / 3600, new Hour(72_000, 3600));
        double[] utc = new Load(seen).week(ZoneOffset.UTC);
        assertThat(utc[9]).isEqualTo(15);
        assertThat(utc[10]).isEqualTo(new Load(seen).bytesPerSecond());
        assertThat(new Load(Map.of(0L, new Hour(7200, 3600), 1L, new Hour(0, 3600))).week(ZoneOffset.ofHours(2))[3 * 24
                + 2]).isEqualTo(2);
    }

    private static BandwidthSchedule nightsAt(long day, long night) {
        var nights = new WeekWindow(EnumSet.allOf(DayOfWeek.class), LocalTime.of(20, 0), LocalTime.of(6, 0));
        return new BandwidthSchedule(day, List.of(new BandwidthSchedule.Limit(nights, night)), "UTC");
    }

    private static double[] flat(double rate) {
        var rates = new double[Load.WEEK_HOURS];
        Arrays.fill(rates, rate);
        return rates;
    }

    @Test
    void withoutALimitNothingWaits() {
        Line.Week week = new Line(BandwidthSchedule.UNLIMITED).carry(flat(1e9));
        assertThat(week.backlogBytes()).hasValue(0);
        assertThat(week.delaySeconds()).hasValue(0);
    }

    @Test
    void whatCannotCrossInAWeekIsSaid() {
        Line.Week week = new Line(nightsAt(2000, 4000)).carry(flat(3000));
        assertThat(week.backlogBytes()).isEmpty();
        assertThat(week.delaySeconds()).isEmpty();
        assertThat(new Line(nightsAt(2000, 4000)).weekly()).isEqualTo(7.0 * 3600 * (14 * 2000 + 10 * 4000));
        assertThat(new Line(nightsAt(2000, 4000)).carry(flat(2500)).backlogBytes()).isPresent();
    }

    /** Parcels of what is written in ten seconds, sent one after the other. */
    private record Parcel(long second, double bytes) {}

    private static long[] sent(BandwidthSchedule schedule, double[] rates, int weeks) {
        var waiting = new ArrayDeque<Parcel>();
        double most = 0;
        long longest = 0;
        double backlog = 0;
        Instant monday = Instant.parse("2026-03-02T00:00:00Z");
        long week = 7 * 86_400;
        for (long second = 0; second < weeks * week; second += 10) {
            double written = rates[(int) (second % week / 3600)] * 10;
            waiting.add(new Parcel(second, written));
            backlog += written;
            long limit = schedule.at(monday.plusSeconds(second % week));
            double room = limit == 0 ? Double.MAX_VALUE : limit * 10.0;
            while (!waiting.isEmpty() && room > 1e-6) {
                Parcel first = waiting.poll();
                double part = Math.min(room, first.bytes());
                room -= part;
                backlog -= part;
                if (first.bytes() - part > 1e-6) {
                    waiting.addFirst(new Parcel(first.second(), first.bytes() - part));
                }
            }
            if (second >= (weeks - 1) * week) {
                most = Math.max(most, backlog);
                longest = Math.max(longest, waiting.isEmpty() ? 0 : second + 10 - waiting.peek().second());
            }
        }
        return new long[]{(long) most, longest};
    }

    @Test
    void whatWaitsAndHowLongIsAsWhenParcelsAreSentOneByOne() {
        var random = new SplittableRandom(7);
        int limited = 0;
        for (int run = 0; run < 12; run++) {
            var rates = new double[Load.WEEK_HOURS];
            for (int i = 0; i < rates.length; i++) {
                rates[i] = i % 24 >= 8 && i % 24 < 18 ? random.nextInt(3000, 9000) : random.nextInt(100, 2000);
            }
            BandwidthSchedule schedule = nightsAt(random.nextInt(1100, 5000), run % 3 == 0 ? 0 : 20_000);
            Line.Week told = new Line(schedule).carry(rates);
            long[] real = sent(schedule, rates, 4);
            assertThat(told.backlogBytes().orElseThrow()).as("backlog of run " + run).isCloseTo(real[0],
                    within(600_000L));
            assertThat(told.delaySeconds().orElseThrow()).as("delay of run " + run).isCloseTo(real[1],
                    within(180L));
            limited += real[1] > 3600 ? 1 : 0;
        }
        assertThat(limited).isGreaterThan(6);
    }
}
