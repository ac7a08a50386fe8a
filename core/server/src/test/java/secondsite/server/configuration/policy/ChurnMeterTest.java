package secondsite.server.configuration.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptChurn;
import secondsite.server.configuration.store.KeptChurn.Hour;

/** What agents told of their writing, in a real database. */
class ChurnMeterTest {

    private static final Instant TEN = Instant.parse("2026-03-04T10:00:00Z");
    private static final long HOUR = TEN.getEpochSecond() / 3600;
    private static final UUID DISK = UUID.randomUUID();

    private Instant now = TEN;
    private Database database;
    private ChurnMeter meter;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(folder.resolve("database.sqlite"));
        meter = meter();
    }

    private ChurnMeter meter() {
        return new ChurnMeter(database, new KeptChurn(), () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void heard(Duration after, long written) {
        meter.heard(DISK, written, TEN.plus(after));
    }

    private Map<Long, Hour> history() {
        return meter.history(List.of(DISK)).getOrDefault(DISK, Map.of());
    }

    @Test
    void whatWasWrittenBeforeTheFirstReportIsNotCounted() {
        heard(Duration.ZERO, 1_000_000);
        assertThat(history()).isEmpty();
        heard(Duration.ofSeconds(30), 1_000_300);
        assertThat(history()).isEqualTo(Map.of(HOUR, new Hour(300, 30)));
    }

    @Test
    void aCounterThatFellBeganAnew() {
        heard(Duration.ZERO, 5000);
        heard(Duration.ofSeconds(30), 400);
        heard(Duration.ofSeconds(60), 500);
        assertThat(history()).isEqualTo(Map.of(HOUR, new Hour(500, 60)));
    }

    @Test
    void whatWasWrittenWhileNothingWasHeardIsSpreadOverThatTime() {
        heard(Duration.ofMinutes(30), 0);
        heard(Duration.ofMinutes(30 + 120), 1200);
        assertThat(history()).isEqualTo(Map.of(HOUR, new Hour(300, 1800), HOUR + 1, new Hour(600, 3600), HOUR + 2,
                new Hour(300, 1800)));
    }

    @Test
    void noByteIsLostToRounding() {
        heard(Duration.ofSeconds(7), 0);
        long written = 0;
        Duration at = Duration.ofSeconds(7);
        for (int i = 1; i < 500; i++) {
            written += i * 7919L % 1000;
            at = at.plusMillis(29_311 + i);
            heard(at, written);
        }
        assertThat(history().values().stream().mapToLong(Hour::bytes).sum()).isEqualTo(written);
        long watched = history().values().stream().mapToLong(Hour::seconds).sum();
        assertThat(watched).isBetween(at.toSeconds() - 7 - 1, at.toSeconds() - 7 + 1);
    }

    @Test
    void whatNoDiskCanDoIsNotBelieved() {
        heard(Duration.ZERO, -5);
        heard(Duration.ofSeconds(1), Long.MAX_VALUE);
        heard(Duration.ofSeconds(2), Long.MIN_VALUE);
        assertThat(history()).isEqualTo(Map.of(HOUR, new Hour(1L << 37, 2)));
    }

    @Test
    void aReportFromBeforeTheLastOneChangesNothing() {
        heard(Duration.ofSeconds(60), 100);
        heard(Duration.ofSeconds(30), 50);
        heard(Duration.ofSeconds(60), 70);
        heard(Duration.ofSeconds(90), 200);
        assertThat(history()).isEqualTo(Map.of(HOUR, new Hour(100, 30)));
    }

    @Test
    void whatIsWrittenDownOutlivesTheServerAndAddsUp() {
        heard(Duration.ofMinutes(50), 0);
        heard(Duration.ofMinutes(55), 1000);
        meter.write();
        heard(Duration.ofMinutes(65), 3000);
        Map<Long, Hour> all = Map.of(HOUR, new Hour(2000, 600), HOUR + 1, new Hour(1000, 300));
        assertThat(history()).isEqualTo(all);
        meter.write();
        assertThat(history()).isEqualTo(all);
        meter = meter();
        assertThat(history()).isEqualTo(all);
        heard(Duration.ofMinutes(70), 9000);
        heard(Duration.ofMinutes(75), 9500);
        meter.write();
        assertThat(history()).isEqualTo(Map.of(HOUR, new Hour(2000, 600), HOUR + 1, new Hour(1500, 600)));
    }

    @Test
    void twoWeeksAreKept() {
        heard(Duration.ZERO, 0);
        heard(Duration.ofSeconds(100), 100);
        meter.write();
        now = TEN.plus(Duration.ofDays(14));
        meter.write();
        assertThat(history()).hasSize(1);
        now = TEN.plus(Duration.ofDays(15));
        assertThat(history()).isEmpty();
        meter.write();
        now = TEN;
        assertThat(history()).isEmpty();
    }

    @Test
    void whatCouldNotBeWrittenDownIsNotForgotten() throws Exception {
        heard(Duration.ZERO, 0);
        heard(Duration.ofSeconds(100), 100);
        Path file = folder.resolve("database.sqlite");
        try (var broken = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = broken.createStatement()) {
            statement.execute("alter table churn rename to elsewhere");
            assertThatThrownBy(meter::write).isInstanceOf(RuntimeException.class);
            statement.execute("alter table elsewhere rename to churn");
        }
        meter.write();
        meter = meter();
        assertThat(history()).isEqualTo(Map.of(HOUR, new Hour(100, 100)));
    }

    @Test
    void manyDisksAreWrittenDownTogether() {
        List<UUID> disks = Stream.generate(UUID::randomUUID).limit(2500).toList();
        disks.forEach(disk -> meter.heard(disk, 0, TEN));
        disks.forEach(disk -> meter.heard(disk, 36, TEN.plusSeconds(36)));
        meter.write();
        meter = meter();
        assertThat(meter.history(disks)).hasSize(2500).allSatisfy(
                (_, hours) -> assertThat(hours).isEqualTo(Map.of(HOUR, new Hour(36, 36))));
        assertThat(meter.history(disks.subList(0, 3))).hasSize(3);
    }
}
