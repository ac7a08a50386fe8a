package secondsite.app.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import secondsite.api.recovery.Remark;
import secondsite.api.recovery.Remark.Matter;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;

/** What the server remarks is said in the person's language. */
class RemarkTextTest {

    private final Texts texts = new Texts(Language.GERMAN);
    private final RemarkText words = new RemarkText(texts,
            new Formats(texts, new TickingClock(() -> Instant.EPOCH, ZoneId.of("Europe/Berlin"))));

    @ParameterizedTest
    @EnumSource
    void everyMatterHasWordsThatNameWhatItSpeaksOf(Matter matter) {
        List<String> values = switch (matter) {
            case BYTES_WAITING -> List.of("3145728");
            case SOURCE_UNKNOWN, NO_GROUP_POINT -> List.of();
            case TARGET_UNHEARD, CARD_OF_UNKNOWN_NETWORK, SOURCE_ON, SOURCE_POWER_UNTOLD -> List.of("mt-1");
            case CARD_WITHOUT_TEST_NETWORK, CARD_WITHOUT_NETWORK -> List.of("52:54:00:00:00:01", "DMZ");
            case ADDRESS_OF_OTHER_SIZE, ADDRESS_OF_GATEWAY -> List.of("52:54:00:00:00:01", "10.0.0.1/24", "LAN",
                    "10.7.0.1");
        };
        String said = words.of(new Remark(matter, values, "in English"));
        assertThat(said).isNotEmpty().doesNotContain("{", "in English");
        values.stream().filter(_ -> matter != Matter.BYTES_WAITING).forEach(value -> assertThat(said).contains(value));
    }

    @Test
    void bytesAreWrittenForPeople() {
        assertThat(words.of(new Remark(Matter.BYTES_WAITING, List.of("3565158"), ""))).contains("3,4 MiB");
    }
}
