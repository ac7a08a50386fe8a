package secondsite.app.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Numbers and times as people read them. */
class FormatsTest {

    private static final Instant NOW = Instant.parse("2026-11-20T02:04:31Z");

    private final Texts texts = new Texts(Language.ENGLISH);
    private final Formats formats = new Formats(texts, new TickingClock(() -> NOW, ZoneId.of("Europe/Berlin")));

    @Test
    void sizesAreBinaryWithOneFigureBehindThePointWhileTheyAreSmall() {
        assertThat(formats.size(0)).isEqualTo("0 B");
        assertThat(formats.size(1536)).isEqualTo("1.5 KiB");
        assertThat(formats.size(80L << 30)).isEqualTo("80 GiB");
        assertThat(formats.rate(312L << 20)).isEqualTo("312 MiB/s");
        texts.speak(Language.GERMAN);
        assertThat(formats.size(1536)).isEqualTo("1,5 KiB");
    }

    @Test
    void durationsHaveTheirTwoLargestUnits() {
        assertThat(formats.duration(0.43)).isEqualTo("0.4 s");
        assertThat(formats.duration(59)).isEqualTo("59 s");
        assertThat(formats.duration(60)).isEqualTo("1 min");
        assertThat(formats.duration(8 * 60 + 47)).isEqualTo("8 min 47 s");
        assertThat(formats.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(formats.duration(Duration.ofHours(76))).isEqualTo("3 d 4 h");
    }

    @Test
    void timesHaveSecondsAndTheirDateWhenItIsNotTodayInTheZoneOfTheScreen() {
        assertThat(formats.time(NOW)).isEqualTo("03:04:31");
        assertThat(formats.time(Instant.parse("2026-11-19T23:30:00Z"))).isEqualTo("00:30:00");
        assertThat(formats.time(Instant.parse("2026-11-19T22:30:00Z"))).isEqualTo("Nov 19, 2026, 23:30:00");
        assertThat(formats.fullTime(NOW)).isEqualTo("Nov 20, 2026, 03:04:31 Europe/Berlin");
        assertThat(formats.ago(NOW.minusSeconds(271))).isEqualTo("4 min 31 s ago");
    }

    @Test
    void hundredPercentMeansAllOfIt() {
        assertThat(formats.percent(0.9999)).isEqualTo("99 %");
        assertThat(formats.percent(1)).isEqualTo("100 %");
    }
}
