package secondsite.app.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;

/** What a server wrote down in English is said in the person's language; what it only passed on stays as it was, and is marked. */
class ToldTextTest {

    private final Texts german = new Texts(Language.GERMAN);
    private final ToldText told = new ToldText(german);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "its clock is 7 s behind this server's; 5 s are allowed | die Uhr geht gegenüber diesem Server 7 s nach; erlaubt sind 5 s",
            "data: its newest state at the target is 23 min 19 s old, 155 % of the 15 min allowed | data: ihr neuester Stand am Ziel ist 23 min 19 s alt, 155 % der erlaubten 15 min",
            "it writes 1.5 MiB a second; 1.0 MiB are expected at most | sie schreibt 1,5 MiB je Sekunde; erwartet sind höchstens 1,0 MiB",
            "replication is paused; its newest state at the target is 2 h old | die Replikation ist angehalten; ihr neuester Stand am Ziel ist 2 h alt",
            "data: the machine has it no longer; root: the machine has it no longer; and 3 more | data: die Maschine hat sie nicht mehr; root: die Maschine hat sie nicht mehr; und 3 weitere",
            "there is no recovery point: nothing is copied yet | es gibt keinen Wiederherstellungspunkt: noch ist nichts kopiert",
            "root: it has been failed over; the machine's writes are refused | root: sie ist im Failover; Schreiben der Maschine wird abgewiesen",
    })
    void aSentenceOfTheServerIsSaidInGerman(String english, String said) {
        assertThat(told.of(english)).isEqualTo(said);
    }

    @Test
    void whatAProgramSaidStaysAsItIsAndIsMarked() {
        assertThat(told.of("Connection refused")).isEqualTo("„Connection refused“");
        assertThat(told.of("data: the resync is tried again: Connection reset by peer"))
                .isEqualTo("data: der Abgleich wird erneut versucht: „Connection reset by peer“");
        assertThat(told.of("data: nothing of the kind; replication is paused"))
                .isEqualTo("„data: nothing of the kind“; die Replikation ist angehalten");
        assertThat(told.of(null)).isEmpty();
    }

    @Test
    void inEnglishEverythingStaysAsItWasTold() {
        var english = new ToldText(new Texts(Language.ENGLISH));
        for (String text : List.of("Connection refused", "it writes 1.5 MiB a second; 1.0 MiB are expected at most")) {
            assertThat(english.of(text)).isEqualTo(text);
        }
    }

    static List<String> keys() {
        return new Texts(Language.GERMAN).keys("told.");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void noSentenceIsTakenForAnotherOne(String key) {
        Object[] values = {"11 %", "12.5 GiB", "13 min"};
        Object[] said = {"11 %", "12,5 GiB", "13 min"};
        var english = new Texts(Language.ENGLISH);
        boolean filled = Texts.english(key).contains("{");
        assertThat(told.of(filled ? english.text(key, values) : english.text(key)))
                .isEqualTo(filled ? german.text(key, said) : german.text(key));
    }

    @Test
    void anEventOfAJobNamesItAndWhatIsWrong() {
        var words = new EventText(german, told);
        assertThat(words.detail(event("job.failed", "812 test-failover: check NETWORK_FAILED Connection refused")))
                .isEqualTo("Auftrag 812, Testfailover: „Connection refused“");
        assertThat(words.detail(event("job.done", "7 resync: compare"))).startsWith("Auftrag 7, ")
                .doesNotContain("compare");
        assertThat(words.detail(event("machine.state", "PROTECTED")))
                .isEqualTo(german.text("machine.state.PROTECTED"));
        assertThat(words.detail(event("machine.added", null))).isEmpty();
    }

    private static Event event(String type, String detail) {
        return new Event(1, Instant.EPOCH, type, Event.Severity.CRITICAL, "7", "web", ErrorCode.NETWORK_FAILED, detail,
                true);
    }
}
