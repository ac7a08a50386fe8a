package secondsite.server.configuration.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.store.AuditTrail;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptAlerts;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/** Alerts in a real database, round by round. */
class AlertsTest {

    private static final Subject MAIL = new Subject(Subject.MACHINE, "m-1");
    private static final Subject SHOP = new Subject(Subject.MACHINE, "m-2");
    private static final KeptAlerts.Filter ALL = new KeptAlerts.Filter(false, null, null);

    /** Writes down what is told. */
    private static final class ToldEvents implements Events {

        private final List<String> told = new ArrayList<>();

        @Override
        public void keep(Transaction change, String type, Severity severity, String subject, String about,
                ErrorCode code, String detail) {
            told.add(type + " " + severity + " " + subject + " " + code + " " + detail);
        }

        @Override
        public void notice(String type, String subject, String about) {
            told.add(type);
        }
    }

    private final ToldEvents events = new ToldEvents();
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");
    private Database database;
    private Alerts alerts;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws IOException {
        database = Database.open(folder.resolve("database.sqlite"));
        alerts = alerts();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Alerts alerts() {
        return new Alerts(new Alerts.Parts(database, new KeptAlerts(), events,
                new AuditLog(new AuditTrail(database), () -> now), () -> now));
    }

    private static Condition full(Subject subject, Severity severity, String detail) {
        return new Condition(ErrorCode.SPOOL_FULL, subject, "name of " + subject.id(), severity, detail);
    }

    private void round(int secondsLater, Condition... conditions) {
        now = now.plusSeconds(secondsLater);
        alerts.take(new Situation(List.of(conditions), Set.of()));
    }

    private List<Alert> all() {
        return alerts.page(ALL, Long.MAX_VALUE, 100).items();
    }

    private Alert only() {
        assertThat(all()).hasSize(1);
        return all().getFirst();
    }

    @Test
    void aConditionRaisesOneAlertHoweverLongItLasts() {
        Instant begun = now;
        for (int i = 0; i < 100; i++) {
            round(5, full(MAIL, Severity.WARNING, i + " %"));
        }
        Alert alert = only();
        assertThat(alert.open()).isTrue();
        assertThat(alert.raised()).isEqualTo(begun.plusSeconds(5));
        assertThat(alert.seen()).isEqualTo(now);
        assertThat(alert.detail()).isEqualTo("99 %");
        assertThat(alert.times()).isEqualTo(1);
        assertThat(events.told).containsExactly("alert.raised WARNING m-1 SPOOL_FULL 0 %");
    }

    @Test
    void eachCodeAndSubjectHasItsOwn() {
        round(5, full(MAIL, Severity.WARNING, "a"), full(SHOP, Severity.CRITICAL, "b"),
                new Condition(ErrorCode.CHURN_HIGH, MAIL, "mail", Severity.WARNING, "c"));
        assertThat(all()).extracting(Alert::id).containsExactly(3L, 2L, 1L);
        assertThat(alerts.open()).isEqualTo(Map.of(Severity.WARNING, 2L, Severity.CRITICAL, 1L));
        assertThat(alerts.page(new KeptAlerts.Filter(true, Severity.CRITICAL, null), Long.MAX_VALUE, 9).items())
                .extracting(Alert::subject).containsExactly("m-2");
        assertThat(alerts.page(new KeptAlerts.Filter(true, null, "m-1"), Long.MAX_VALUE, 9).total()).isEqualTo(2);
        var page = alerts.page(ALL, Long.MAX_VALUE, 2);
        assertThat(page.items()).extracting(Alert::id).containsExactly(3L, 2L);
        assertThat(alerts.page(ALL, Long.parseLong(page.next()), 2).items()).extracting(Alert::id).containsExactly(1L);
        assertThat(alerts.page(ALL, Long.parseLong(page.next()), 2).next()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"12, 60, true", "12, 59, false", "1, 60, false", "2, 60, true"})
    void anAlertIsOverWhenItWasAwayForTwoRoundsAndAMinute(int rounds, int seconds, boolean over) {
        round(5, full(MAIL, Severity.WARNING, "50 %"));
        round(5);
        for (int i = 1; i < rounds; i++) {
            round(i == 1 ? seconds : 0);
        }
        assertThat(only().open()).isEqualTo(!over);
        assertThat(events.told).hasSize(over ? 2 : 1);
        if (over) {
            assertThat(only().cleared()).isEqualTo(now);
            assertThat(events.told.getLast()).isEqualTo("alert.cleared INFORMATION m-1 SPOOL_FULL 50 %");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILOVER_OPEN", "COMMIT_PENDING", "FAILED_OVER", "TEST_FORGOTTEN", "PAUSED", "PLAN_WAITS"})
    void whatAPersonDecidedIsOverInTheNextRoundWhateverIsHeard(ErrorCode code) {
        round(5, new Condition(code, MAIL, "mail", Severity.WARNING, "it runs at the other site"));
        assertThat(only().open()).isTrue();
        now = now.plusSeconds(5);
        alerts.take(new Situation(List.of(), Set.of(MAIL)));
        assertThat(only().cleared()).isEqualTo(now);
        assertThat(alerts.open()).isEmpty();
        round(5, new Condition(code, MAIL, "mail", Severity.WARNING, "it runs at the other site"));
        assertThat(all()).extracting(Alert::open).containsExactly(true, false);
    }

    @Test
    void whatComesAndGoesIsToldOnceAndCounted() {
        for (int i = 0; i < 10; i++) {
            round(5, full(MAIL, Severity.WARNING, "50 %"));
            round(30);
            round(5);
        }
        assertThat(only().times()).isEqualTo(10);
        assertThat(events.told).hasSize(1);
    }

    @Test
    void anAlertThatCameAgainIsANewOne() {
        round(5, full(MAIL, Severity.WARNING, "50 %"));
        round(5);
        round(60);
        round(5, full(MAIL, Severity.WARNING, "60 %"));
        assertThat(all()).extracting(Alert::open).containsExactly(true, false);
        assertThat(events.told).hasSize(3);
    }

    @Test
    void whatGetsWorseIsToldAgainAndNobodyKnowsOfItYet() {
        round(5, full(MAIL, Severity.WARNING, "50 %"));
        alerts.acknowledge(1, "  I look at it ", "olga");
        alerts.mute(1, 60, "olga");
        assertThat(only().acknowledged().note()).isEqualTo("I look at it");
        assertThat(only().mutedUntil()).isEqualTo(now.plus(Duration.ofHours(1)));
        round(5, full(MAIL, Severity.CRITICAL, "100 %"));
        assertThat(only().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(only().acknowledged()).isNull();
        assertThat(only().mutedUntil()).isNull();
        assertThat(events.told).containsExactly("alert.raised WARNING m-1 SPOOL_FULL 50 %",
                "alert.acknowledged INFORMATION m-1 SPOOL_FULL 50 %", "alert.raised CRITICAL m-1 SPOOL_FULL 100 %");
    }

    @Test
    void whatSwingsBetweenTwoSeveritiesIsToldOnce() {
        for (int i = 0; i < 10; i++) {
            round(5, full(MAIL, Severity.CRITICAL, "100 %"));
            round(5, full(MAIL, Severity.WARNING, "99 %"));
        }
        assertThat(only().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(only().times()).isEqualTo(1);
        assertThat(events.told).hasSize(1);
        round(60, full(MAIL, Severity.WARNING, "60 %"));
        assertThat(only().severity()).isEqualTo(Severity.WARNING);
        assertThat(only().open()).isTrue();
    }

    @Test
    void nothingIsOverOnlyBecauseNothingWasHeard() {
        round(5, full(MAIL, Severity.WARNING, "50 %"), full(SHOP, Severity.WARNING, "50 %"));
        for (int i = 0; i < 20; i++) {
            now = now.plusSeconds(30);
            alerts.take(new Situation(List.of(), Set.of(MAIL)));
        }
        assertThat(all()).filteredOn(Alert::open).extracting(Alert::subject).containsExactly("m-1");
    }

    @Test
    void openAlertsOutliveARestart() {
        round(5, full(MAIL, Severity.WARNING, "50 %"));
        alerts.acknowledge(1, null, "olga");
        alerts = alerts();
        round(5, full(MAIL, Severity.WARNING, "51 %"));
        assertThat(only().acknowledged()).isEqualTo(new Alert.Acknowledgement("olga", now.minusSeconds(5), ""));
        assertThat(events.told).hasSize(2);
        round(5);
        round(60);
        assertThat(only().open()).isFalse();
    }

    @Test
    void howItStandsIsInTheDatabaseWithinAMinute() {
        round(5, full(MAIL, Severity.WARNING, "50 %"));
        round(59, full(MAIL, Severity.WARNING, "55 %"));
        assertThat(stored().detail()).isEqualTo("50 %");
        assertThat(only().detail()).isEqualTo("55 %");
        round(1, full(MAIL, Severity.WARNING, "56 %"));
        assertThat(stored().detail()).isEqualTo("56 %");
    }

    private Alert stored() {
        return database.read(all -> new KeptAlerts().find(all, 1)).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"CRITICAL, 1440, true", "CRITICAL, 1441, false", "WARNING, 43200, true", "WARNING, 43201, false",
            "WARNING, -1, false", "CRITICAL, 0, true"})
    void aCriticalAlertIsNotMutedForLongerThanADay(Severity severity, int minutes, boolean possible) {
        round(5, full(MAIL, severity, "x"));
        if (possible) {
            assertThat(alerts.mute(1, minutes, "olga").mutedUntil())
                    .isEqualTo(minutes == 0 ? null : now.plus(Duration.ofMinutes(minutes)));
        } else {
            assertThatThrownBy(() -> alerts.mute(1, minutes, "olga")).isInstanceOf(ProblemException.class)
                    .hasMessageContaining("'minutes' is " + minutes);
            assertThat(only().mutedUntil()).isNull();
        }
    }

    @Test
    void whatWasMutedStaysMutedWhenItComesAgain() {
        round(5, full(MAIL, Severity.WARNING, "50 %"));
        alerts.mute(1, 60, "olga");
        round(5);
        round(60);
        round(5, full(MAIL, Severity.WARNING, "50 %"));
        assertThat(all().getFirst().mutedUntil()).isEqualTo(all().getLast().mutedUntil()).isAfter(now);
        round(5);
        round(60);
        round(5, full(MAIL, Severity.CRITICAL, "100 %"));
        assertThat(all().getFirst().mutedUntil()).isNull();
    }

    @Test
    void whatIsOverOrWasNeverThereCannotBeAcknowledged() {
        round(5, full(MAIL, Severity.WARNING, "50 %"));
        round(5);
        round(60);
        assertThatThrownBy(() -> alerts.acknowledge(1, null, "olga")).hasMessage("the alert 1 is over");
        assertThatThrownBy(() -> alerts.acknowledge(2, null, "olga")).hasMessage("there is no alert 2");
        round(5, full(MAIL, Severity.WARNING, "50 %"));
        assertThatThrownBy(() -> alerts.acknowledge(2, "x".repeat(2001), "olga")).hasMessageContaining("'note'");
        assertThat(all().getFirst().acknowledged()).isNull();
    }

    @Test
    void whatPeopleDoWithAlertsIsInTheAuditLog() {
        round(5, full(MAIL, Severity.WARNING, "50 %"));
        alerts.acknowledge(1, "known", "olga");
        alerts.mute(1, 5, "vera");
        alerts.mute(1, 0, "vera");
        assertThat(new AuditTrail(database).after(0, 10)).extracting(line -> line.who() + ": " + line.action() + " "
                + line.subject() + " " + line.detail()).containsExactly(
                        "olga: alert acknowledged SPOOL_FULL name of m-1 known",
                        "vera: alert muted SPOOL_FULL name of m-1 5 min",
                        "vera: alert unmuted SPOOL_FULL name of m-1 ");
    }

    @Test
    void aRoundThatCannotBeWrittenChangesNothing() {
        database.close();
        assertThatThrownBy(() -> round(5, full(MAIL, Severity.WARNING, "50 %"))).isInstanceOf(RuntimeException.class);
        assertThat(alerts.open()).isEmpty();
    }

    @Test
    void textsOfAnyLengthAreKeptInPart() {
        round(5, new Condition(ErrorCode.SPOOL_FULL, MAIL, "n".repeat(500), Severity.WARNING, "d".repeat(9000)));
        assertThat(only().about()).hasSize(200);
        assertThat(only().detail()).hasSize(4000);
    }

    @Test
    void oldAlertsAreForgottenAndOpenOnesAreNot() {
        round(5, full(MAIL, Severity.WARNING, "50 %"), full(SHOP, Severity.WARNING, "50 %"));
        round(5, full(SHOP, Severity.WARNING, "50 %"));
        round(60, full(SHOP, Severity.WARNING, "50 %"));
        now = now.plus(Duration.ofDays(366));
        alerts.prune();
        assertThat(all()).hasSize(2);
        now = now.plusSeconds(1);
        alerts.prune();
        assertThat(only().subject()).isEqualTo("m-2");
    }
}
