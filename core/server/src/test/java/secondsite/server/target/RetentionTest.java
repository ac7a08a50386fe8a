package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.server.target.past.PastDisk;

/** Days of a disk's life in simulated time: a record every ten minutes, retention every half hour. */
class RetentionTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final JournalSettings SETTINGS = new JournalSettings(16 << 10);
    private static final RetentionPolicy POLICY = new RetentionPolicy(Duration.ofHours(2), Duration.ofHours(8),
            Duration.ofDays(3), 0);

    private final SimulatedFolder folder = SimulatedFolder.named("target");
    private final SourceDisk source = new SourceDisk(64 << 10, micros(START), new Random(1));
    private Instant now = START;
    private long nanos;
    private Replica replica;
    private ClockGuard guard;
    private Retention retention;

    @BeforeEach
    void make() throws IOException {
        replica = Replica.create(folder.folder("disk"), source.identity(), 7, SETTINGS, () -> now);
        replica.copy(source.copy(0, source.size()));
        replica.finishCopy(0);
        start();
    }

    @AfterEach
    void close() throws IOException {
        replica.close();
    }

    @Test
    void keepsEverythingThenHoursThenDays() throws IOException {
        live(Duration.ofDays(5));
        assertKept();
        long bytes = replica.journal().bytes();
        live(Duration.ofDays(3));
        assertThat(replica.journal().bytes()).isLessThan(bytes * 3 / 2);
        Pasts.assertEquals(replica, source, Pasts.recoverable(replica));
    }

    @Test
    void goesOnAfterARestart() throws IOException {
        for (int i = 0; i < 10; i++) {
            live(Duration.ofHours(11));
            replica.close();
            replica = Replica.open(folder.folder("disk"), SETTINGS, () -> now);
            start();
        }
        assertKept();
    }

    @Test
    void withoutThinningOnlyTheWindowIsKept() throws IOException {
        var policy = new RetentionPolicy(Duration.ofHours(3), Duration.ofHours(3), Duration.ofHours(3), 0);
        live(Duration.ofDays(1), policy);
        List<Long> kept = Pasts.recoverable(replica);
        assertThat(kept.getFirst()).isEqualTo(sequenceAt(now.minus(Duration.ofHours(3))));
        assertThat(kept).hasSize((int) (source.last() - kept.getFirst() + 1));
        assertThat(replica.journal().firstSequence()).isGreaterThan(source.last() / 2);
        Pasts.assertEquals(replica, source, kept);
    }

    @Test
    void ofAnHourTheApplicationConsistentPointIsKept() throws IOException {
        live(Duration.ofMinutes(90));
        Record.Mark mark = new Record.Mark(MarkKind.APP_CONSISTENT, new UUID(1, 1), "quiet");
        replica.journal().append(source.write(mark));
        long quiet = source.last();
        live(Duration.ofHours(6));
        assertThat(Pasts.recoverable(replica)).contains(quiet).doesNotContain(quiet - 1, quiet + 1);
    }

    @Test
    void whatIsPinnedOrOpenStays() throws IOException {
        live(Duration.ofHours(4));
        long pinned = source.last() - 6;
        replica.pin(pinned, "evidence", "anna");
        PastDisk open = replica.past(pinned + 3);
        live(Duration.ofDays(6));
        assertThat(Pasts.recoverable(replica)).contains(pinned, pinned + 3);
        Pasts.assertEquals(open, source.states.get(pinned + 3), "the open disk");
        open.close();
        replica.unpin(pinned);
        live(Duration.ofHours(2));
        assertThat(Pasts.recoverable(replica)).doesNotContain(pinned, pinned + 3);
        assertKept();
    }

    @Test
    void aSourceWhoseClockJumpsBackLosesNothing() throws IOException {
        live(Duration.ofDays(1));
        List<Long> before = Pasts.recoverable(replica);
        source.pass(-micros(Duration.ofDays(30)));
        live(Duration.ofHours(1));
        assertThat(Pasts.recoverable(replica)).containsAll(before.subList(before.size() - 6, before.size()))
                .hasSizeGreaterThan(12).contains(before.getFirst());
        Pasts.assertEquals(replica, source, Pasts.recoverable(replica));
    }

    @Test
    void aSourceWhoseClockJumpsForwardKeepsTheLastHours() throws IOException {
        live(Duration.ofDays(1));
        source.pass(micros(Duration.ofDays(30)));
        live(Duration.ofHours(1));
        long continuous = source.last() - 12;
        assertThat(Pasts.recoverable(replica)).contains(source.last(), continuous, continuous + 1);
    }

    @Test
    void nothingExpiresWhileTheClockIsInDoubt() throws IOException {
        live(Duration.ofDays(1));
        List<Long> before = Pasts.recoverable(replica);
        now = now.plus(Duration.ofDays(30));
        assertThat(retention.run(POLICY).frozen())
                .hasValueSatisfying(why -> assertThat(why).contains("jumped").contains("confirms"));
        assertThat(Pasts.recoverable(replica)).isEqualTo(before);
        start();
        assertThat(retention.run(POLICY).frozen()).isPresent();
        now = now.minus(Duration.ofDays(30));
        assertThat(retention.run(POLICY).frozen()).isPresent();
        guard.confirm("anna");
        assertThat(retention.run(POLICY).frozen()).isEmpty();
        assertThat(Pasts.recoverable(replica)).contains(before.getFirst(), before.getLast());
    }

    @Test
    void aLongJournalIsAnAlarmAndNoReasonToKeepLess() throws IOException {
        live(Duration.ofHours(2));
        List<Long> before = Pasts.recoverable(replica);
        var policy = new RetentionPolicy(POLICY.continuous(), POLICY.hourlyUntil(), POLICY.dailyUntil(), 1000);
        assertThat(retention.run(policy).alarm())
                .hasValueSatisfying(why -> assertThat(why).contains("more than the 1000"));
        assertThat(retention.run(POLICY).alarm()).isEmpty();
        assertThat(Pasts.recoverable(replica)).isEqualTo(before);
    }

    @Test
    void anIdleDiskKeepsItsLatestState() throws IOException {
        live(Duration.ofHours(5));
        for (int i = 0; i < 20 * 24; i++) {
            pass(Duration.ofHours(1));
            retention.run(POLICY);
        }
        assertThat(Pasts.recoverable(replica)).containsExactly(source.last());
        Pasts.assertEquals(replica, source, List.of(source.last()));
        assertThat(replica.journal().bytes()).isLessThan(16 << 10);
    }

    private void start() throws IOException {
        guard = new ClockGuard(folder, () -> now, () -> nanos);
        retention = new Retention(replica, guard, () -> now);
    }

    private void live(Duration time) throws IOException {
        live(time, POLICY);
    }

    private void live(Duration time, RetentionPolicy policy) throws IOException {
        for (Instant end = now.plus(time); now.isBefore(end);) {
            pass(Duration.ofMinutes(10));
            replica.journal().append(source.write(1));
            replica.journal().force();
            if (now.truncatedTo(ChronoUnit.HOURS).equals(now)
                    || now.minusSeconds(1800).truncatedTo(ChronoUnit.HOURS).equals(now)) {
                assertThat(retention.run(policy).frozen()).isEmpty();
            }
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
        source.pass(micros(time) - SourceDisk.STEP_MICROS);
    }

    /** By the times that the source gave its records, whatever the replica says. */
    private void assertKept() throws IOException {
        List<Long> kept = Pasts.recoverable(replica);
        List<Long> wanted = new ArrayList<>();
        for (long sequence = sequenceAt(now.minus(POLICY.continuous())); sequence <= source.last(); sequence++) {
            wanted.add(sequence);
        }
        Instant hour = now.minus(POLICY.continuous()).truncatedTo(ChronoUnit.HOURS);
        for (int i = 0; i < 5; i++, hour = hour.minus(Duration.ofHours(1))) {
            wanted.add(sequenceAt(hour));
        }
        Instant day = now.minus(POLICY.hourlyUntil()).truncatedTo(ChronoUnit.DAYS);
        for (int i = 0; i < 2; i++, day = day.minus(Duration.ofDays(1))) {
            wanted.add(sequenceAt(day));
        }
        assertThat(kept).containsAll(wanted);
        Instant horizon = now.minus(POLICY.dailyUntil()).minus(Duration.ofHours(2));
        assertThat(kept.stream().filter(sequence -> timeOf(sequence).isBefore(horizon)))
                .as("what is older than all that is given up, but for the state at that time").hasSizeLessThan(2);
        assertThat(kept.stream().filter(
                sequence -> timeOf(sequence).isBefore(now.minus(POLICY.continuous()).minus(Duration.ofHours(6)))))
                .as("what is not young is thinned").hasSizeLessThan(60);
        Pasts.assertEquals(replica, source, kept);
    }

    private Instant timeOf(long sequence) {
        return START.plus(source.times.getOrDefault(sequence, micros(START)) - micros(START), ChronoUnit.MICROS);
    }

    private long sequenceAt(Instant time) {
        return source.times.entrySet().stream().filter(entry -> entry.getValue() <= micros(time))
                .mapToLong(entry -> entry.getKey())
                .max().orElse(0);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1000;
    }
}
