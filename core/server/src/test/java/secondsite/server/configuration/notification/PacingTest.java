package secondsite.server.configuration.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.server.configuration.notification.Pacing.Sending.SINGLY;
import static secondsite.server.configuration.notification.Pacing.Sending.TOGETHER;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {

    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final Pacing pacing = new Pacing();

    @ParameterizedTest
    @CsvSource({"1, SINGLY", "5, SINGLY", "6, TOGETHER", "10000, TOGETHER"})
    void upToFiveGoSingly(int waiting, Pacing.Sending how) {
        assertThat(pacing.now(waiting, NOW)).contains(how);
    }

    @Test
    void thoseOfTheLastMinuteCount() {
        for (int i = 0; i < 3; i++) {
            pacing.sent(SINGLY, NOW);
        }
        assertThat(pacing.now(2, NOW.plusSeconds(59))).contains(SINGLY);
        assertThat(pacing.now(3, NOW.plusSeconds(59))).contains(TOGETHER);
        assertThat(pacing.now(3, NOW.plusSeconds(60))).contains(SINGLY);
    }

    @Test
    void afterFiveOrAfterOneTogetherAMinuteHasToPass() {
        for (int i = 0; i < 5; i++) {
            pacing.sent(SINGLY, NOW);
        }
        assertThat(pacing.now(1, NOW.plusSeconds(59))).isEmpty();
        assertThat(pacing.now(1, NOW.plusSeconds(60))).contains(SINGLY);
        pacing.sent(TOGETHER, NOW.plusSeconds(60));
        assertThat(pacing.now(1, NOW.plusSeconds(119))).isEmpty();
        assertThat(pacing.now(1, NOW.plusSeconds(120))).contains(SINGLY);
    }
}
