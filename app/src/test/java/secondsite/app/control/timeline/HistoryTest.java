package secondsite.app.control.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import secondsite.app.control.timeline.History.Point;

/** What the handle snaps to. */
class HistoryTest {

    private final History history = TimelineSample.history();

    @Test
    void theNearestPointIsFound() {
        Random random = new Random(6);
        for (int i = 0; i < 500; i++) {
            Instant at = history.from().plusSeconds(random.nextInt(72 * 3_600));
            Duration least = history.points().stream().map(point -> Duration.between(point.at(), at).abs())
                    .min(Comparator
                            .naturalOrder())
                    .orElseThrow();
            assertThat(history.nearest(at).map(point -> Duration.between(point.at(), at).abs())).hasValue(least);
        }
    }

    @Test
    void noMomentWithinAGapCanBeChosen() {
        History.Gap gap = history.gaps().getFirst();
        assertThat(history.free(gap.from().plusSeconds(60))).hasValue(gap.from());
        assertThat(history.free(gap.to().minusSeconds(60))).hasValue(gap.to());
        assertThat(history.free(history.to().plusSeconds(9))).hasValue(history.to());
        Instant within = gap.to().plusSeconds(77);
        assertThat(history.free(within)).hasValue(within);
    }

    @Test
    void pointsBeforeAndAfterAreNeverTheSame() {
        Point first = history.points().getFirst();
        assertThat(history.before(first.at(), point -> true)).isEmpty();
        assertThat(history.after(first.at(), point -> true)).hasValue(history.points().get(1));
    }
}
