package secondsite.app.control.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.TemporalUnitOffset;
import org.junit.jupiter.api.Test;

class TimeWindowTest {

    private static final Instant OLDEST = Instant.parse("2026-11-17T03:00:00Z");
    private static final Instant NEWEST = Instant.parse("2026-11-20T03:00:00Z");
    private static final TemporalUnitOffset SAME = Assertions.within(5, ChronoUnit.MILLIS);

    @Test
    void theMomentUnderThePointerStaysThere() {
        TimeWindow window = new TimeWindow(OLDEST.plus(Duration.ofHours(20)), OLDEST.plus(Duration.ofHours(44)));
        Instant pointed = window.at(300, 800);
        assertThat(window.zoomed(2, pointed, OLDEST, NEWEST).at(300, 800)).isCloseTo(pointed, SAME);
        assertThat(window.zoomed(1.3, pointed, OLDEST, NEWEST).x(pointed, 800)).isCloseTo(300, Assertions.within(0.01));
    }

    @Test
    void nothingIsSeenThatIsNotKept() {
        Random random = new Random(8);
        TimeWindow window = new TimeWindow(OLDEST, NEWEST);
        for (int i = 0; i < 2_000; i++) {
            window = window.zoomed(random.nextDouble(0.3, 3), window.at(random.nextInt(800), 800), OLDEST, NEWEST)
                    .moved(
                            Duration.ofMinutes(random.nextInt(-3_000, 3_000)), OLDEST, NEWEST);
            assertThat(window.from()).isBetween(OLDEST, NEWEST);
            assertThat(window.to()).isBetween(OLDEST, NEWEST);
            assertThat(window.span()).isBetween(TimeWindow.LEAST, Duration.between(OLDEST, NEWEST));
        }
    }

    @Test
    void whatIsOutOfSightIsBroughtIntoViewWithoutZooming() {
        TimeWindow window = TimeWindow.last(Duration.ofHours(6), NEWEST);
        TimeWindow shown = window.showing(OLDEST.plus(Duration.ofHours(1)), OLDEST, NEWEST);
        assertThat(shown.from()).isEqualTo(OLDEST.plus(Duration.ofHours(1)));
        assertThat(shown.span()).isEqualTo(window.span());
        assertThat(window.showing(NEWEST, OLDEST, NEWEST)).isEqualTo(window);
    }
}
