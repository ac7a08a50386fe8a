package secondsite.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {

    @Test
    void marksStandAtFullHours() {
        Instant from = Instant.parse("2026-11-20T03:04:31Z");
        Duration step = Ticks.step(Duration.ofHours(6), 4);
        assertThat(Ticks.between(from, from.plus(Duration.ofHours(6)), step, ZoneOffset.UTC)).containsExactly(
                Instant.parse("2026-11-20T04:00:00Z"), Instant.parse("2026-11-20T06:00:00Z"), Instant.parse(
                        "2026-11-20T08:00:00Z"));
    }

    @Test
    void fullHoursAreThoseOfTheZone() {
        Instant from = Instant.parse("2026-11-20T00:00:00Z");
        List<Instant> marks = Ticks.between(from, from.plus(Duration.ofHours(2)), Duration.ofHours(1), ZoneId.of(
                "Asia/Kolkata"));
        assertThat(marks.getFirst()).isEqualTo(Instant.parse("2026-11-20T00:30:00Z"));
    }

    @Test
    void thereAreNeverMoreThanFit() {
        for (long seconds = 1; seconds < 2_000_000; seconds = seconds * 5 / 4 + 1) {
            Duration step = Ticks.step(Duration.ofSeconds(seconds), 7);
            assertThat(Ticks.between(Instant.EPOCH, Instant.EPOCH.plusSeconds(seconds), step, ZoneOffset.UTC))
                    .hasSizeBetween(2, 8);
        }
    }

    @Test
    void anAxisEndsAboveTheGreatestValue() {
        assertThat(Ticks.upTo(Duration.ofMinutes(17), 5)).endsWith(Duration.ofMinutes(20)).startsWith(Duration.ZERO);
        assertThat(Ticks.upTo(Duration.ZERO, 5)).hasSizeGreaterThan(1);
    }
}
