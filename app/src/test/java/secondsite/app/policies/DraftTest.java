package secondsite.app.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.Retention;
import secondsite.api.policy.WeekWindow;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.TextEntry;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;

/** A policy that is written: what comes out is what was put in, but for what somebody changed. */
class DraftTest {

    private static final Texts TEXTS = new Texts(Language.ENGLISH);
    private static final WeekWindow NIGHTS = new WeekWindow(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            LocalTime.of(18, 0), LocalTime.of(8, 0));
    private static final Policy GOLD = new Policy(new UUID(1, 1), "gold", 300, 60, new Retention(1440, 48, 14), 900, 3,
            Policy.Compression.AGENT,
            new BandwidthSchedule(0, List.of(new BandwidthSchedule.Limit(NIGHTS, 2 << 20)), "Europe/Berlin"),
            List.of(NIGHTS), "Europe/Berlin", new UUID(1, 2));

    private final Draft draft = new Draft(GOLD, false, List.of("silver"), new FieldChecks(TEXTS), TEXTS);

    private void type(String field, String text) {
        draft.form().fields().stream().filter(each -> each.id().equals(field)).map(TextEntry.class::cast).findFirst()
                .orElseThrow().value().set(text);
    }

    @Test
    void whatNobodyChangedIsAsItWas() {
        assertThat(draft.fault()).isEmpty();
        assertThat(draft.policy()).isEqualTo(GOLD);
        assertThat(draft.differences()).isEmpty();
    }

    @Test
    void aDifferenceNamesTheFieldAndBothValues() {
        type("policy-rpo", "1200");
        assertThat(draft.policy().rpoWarningSeconds()).isEqualTo(1200);
        assertThat(draft.differences()).containsExactly(
                new Draft.Difference(TEXTS.text("policies.rpo"), "900", "1200"));
    }

    @Test
    void aNewOneHasNoIdAndNeedsANameOfItsOwn() {
        var copy = new Draft(GOLD, true, List.of("gold", "silver"), new FieldChecks(TEXTS), TEXTS);
        assertThat(copy.fault()).isNotEmpty();
        TextEntry name = (TextEntry) copy.form().fields().getFirst();
        name.value().set("Gold");
        assertThat(copy.fault()).isNotEmpty();
        name.value().set("bronze");
        assertThat(copy.fault()).isEmpty();
        assertThat(copy.policy().id()).isNull();
        assertThat(copy.policy().failback()).isNull();
    }

    @Test
    void hourlyPointsAreKeptAtLeastAsLongAsEveryWrite() {
        type("policy-everything", Integer.toString(49 * 60));
        assertThat(draft.fault()).isEqualTo(TEXTS.text("policies.fault.hourly"));
        type("policy-hourly", "49");
        assertThat(draft.fault()).isEmpty();
        type("policy-daily", "2");
        assertThat(draft.fault()).isEqualTo(TEXTS.text("policies.fault.daily"));
    }

    @Test
    void hoursOfTheWeekAreTypedInEnglishOrGerman() {
        Set<DayOfWeek> weekend = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
        assertThat(WeekText.windows("Sat,Sun 00:00-00:00\n\n mo-fr  9:30 - 17:00 ").orElseThrow()).containsExactly(
                new WeekWindow(weekend, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT),
                new WeekWindow(NIGHTS.days(), LocalTime.of(9, 30), LocalTime.of(17, 0)));
        assertThat(WeekText.windows("Sat-Mon 01:00-02:00").orElseThrow().getFirst().days())
                .containsExactlyInAnyOrder(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mon", "Mon 08:00", "Mon 25:00-26:00", "Xyz 08:00-09:00", "Mon 08:00-09:00 100",
            "08:00-09:00"})
    void whatIsNotUnderstoodIsNoWindow(String typed) {
        assertThat(WeekText.windows(typed)).isEmpty();
    }

    @Test
    void aLimitNeedsItsNumber() {
        assertThat(WeekText.limits("Mon 08:00-09:00")).isEmpty();
        assertThat(WeekText.limits("Mon 08:00-09:00 100").orElseThrow().getFirst().bytesPerSecond())
                .isEqualTo(100 << 10);
    }
}
