package secondsite.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is old is never called live. */
class HearingTest {

    private Instant now = Instant.parse("2026-11-20T02:04:31Z");
    private final Hearing hearing = new Hearing(() -> now);

    private void passes(int seconds) {
        now = now.plusSeconds(seconds);
    }

    @Test
    void afterFiveSecondsOfSilenceItReconnectsAndAfterFifteenWhatIsShownIsOld() {
        assertThat(hearing.now()).isEqualTo(Freshness.LIVE);
        passes(5);
        assertThat(hearing.now()).isEqualTo(Freshness.LIVE);
        passes(1);
        assertThat(hearing.now()).isEqualTo(Freshness.RECONNECTING);
        passes(9);
        assertThat(hearing.now()).isEqualTo(Freshness.RECONNECTING);
        passes(1);
        assertThat(hearing.now()).isEqualTo(Freshness.STALE);
        hearing.heard();
        assertThat(hearing.now()).isEqualTo(Freshness.LIVE);
    }

    @Test
    void aStreamThatIsCutIsSaidAtOnce() {
        hearing.broken();
        assertThat(hearing.now()).isEqualTo(Freshness.RECONNECTING);
    }

    @Test
    void aServerThatSpeaksButDoesNotAnswerIsNotLive() {
        Instant asked = now;
        hearing.unanswered();
        passes(16);
        hearing.unanswered();
        hearing.heard();
        assertThat(hearing.now()).isEqualTo(Freshness.STALE);
        assertThat(hearing.last()).isEqualTo(asked);
        hearing.answered();
        assertThat(hearing.now()).isEqualTo(Freshness.LIVE);
    }
}
