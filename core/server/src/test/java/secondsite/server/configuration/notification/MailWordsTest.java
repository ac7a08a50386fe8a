package secondsite.server.configuration.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Event.Severity;
import secondsite.server.configuration.activity.Catalogue;

class MailWordsTest {

    private static final Instant TIME = Instant.parse("2026-11-29T12:00:05.7Z");

    private final Catalogue catalogue = new Catalogue();

    MailWordsTest() throws IOException {}

    private static Event event(String type, Severity severity, ErrorCode code, String detail) {
        return new Event(7, TIME, type, severity, "m-1", "mail-02", code, detail, true);
    }

    private MailWords.Written write(String language, Event... events) throws IOException {
        return new MailWords(catalogue, language, "ab:cd").write(new Batch(List.of(events), 0));
    }

    @Test
    void anAlertIsToldWithItsEvidenceAndWhatToDo() throws IOException {
        MailWords.Written mail = write("en", event("alert.raised", Severity.CRITICAL, ErrorCode.SPOOL_FULL,
                "vda: 100 % of {it} isn't free"));
        var text = catalogue.text(ErrorCode.SPOOL_FULL, "en");
        assertThat(mail.subject()).isEqualTo("[Secondsite] Critical: " + text.message() + " – mail-02");
        assertThat(mail.text().lines()).containsExactly(text.message(), "", "Where: mail-02",
                "When: 2026-11-29 12:00:05 UTC", "Evidence: vda: 100 % of {it} isn't free", "",
                "Likely cause: " + text.cause(), "What to do: " + text.action(), "", "-- ", "Deployment ab:cd");
    }

    @Test
    void inTheLanguageThatIsSet() throws IOException {
        MailWords.Written mail = write("de",
                event("alert.raised", Severity.WARNING, ErrorCode.RPO_EXCEEDED, "13 min"));
        assertThat(mail.subject()).isEqualTo("[Secondsite] Warnung: "
                + catalogue.text(ErrorCode.RPO_EXCEEDED, "de").message() + " – mail-02");
        assertThat(mail.text()).contains("Was zu tun ist: " + catalogue.text(ErrorCode.RPO_EXCEEDED, "de").action());
    }

    @Test
    void whatIsOverAndAJobThatFailedAreToldAsThat() throws IOException {
        assertThat(write("en", event("alert.cleared", Severity.INFORMATION, ErrorCode.SPOOL_FULL, "x")).subject())
                .startsWith("[Secondsite] Over: ");
        assertThat(write("en", event("alert.cleared", Severity.INFORMATION, ErrorCode.SPOOL_FULL, "x")).text())
                .doesNotContain("What to do");
        MailWords.Written job = write("en", event("job.failed", Severity.CRITICAL, null, "7 resync: failed"));
        assertThat(job.subject()).isEqualTo("[Secondsite] A job failed – mail-02");
        assertThat(job.text()).contains("Evidence: 7 resync: failed");
    }

    @Test
    void manyAreOneLineEachAndTheRestIsCounted() throws IOException {
        List<Event> events = new ArrayList<>(IntStream.range(0, 6).mapToObj(
                i -> event("alert.raised", Severity.WARNING, ErrorCode.SPOOL_FILLING, "5" + i + " %")).toList());
        events.add(event("alert.raised", Severity.CRITICAL, ErrorCode.DISK_GONE, "vdb"));
        MailWords.Written mail = new MailWords(catalogue, "en", "ab").write(new Batch(events, 9800));
        assertThat(mail.subject()).isEqualTo("[Secondsite] 9,807 notices, the worst: "
                + catalogue.text(ErrorCode.DISK_GONE, "en").message() + " – mail-02");
        assertThat(mail.text().lines()).hasSize(7 * 2 + 1 + 3).contains("    54 %",
                "and 9,800 more; all of them are in the console.");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyErrorCanBeTold(ErrorCode code) throws IOException {
        for (String language : Catalogue.LANGUAGES) {
            assertThat(write(language, event("alert.raised", Severity.WARNING, code, null)).text())
                    .contains(catalogue.text(code, language).message());
        }
    }

    @Test
    void allLanguagesHaveTheSamePatternsWithTheSamePlaces() throws IOException {
        JsonNode english = patterns("en");
        JsonNode german = patterns("de");
        assertThat(german.fieldNames()).toIterable().containsExactlyElementsOf(english::fieldNames);
        english.properties().forEach(pattern -> assertThat(places(german.get(pattern.getKey()).asText()))
                .as(pattern.getKey()).isEqualTo(places(pattern.getValue().asText())));
    }

    private static JsonNode patterns(String language) throws IOException {
        try (InputStream in = MailWordsTest.class.getResourceAsStream("/notification/mail_" + language + ".yaml")) {
            return new YAMLMapper().readTree(in);
        }
    }

    private static List<String> places(String pattern) {
        return Pattern.compile("\\{\\d\\}").matcher(pattern).results().map(found -> found.group()).sorted().toList();
    }
}
