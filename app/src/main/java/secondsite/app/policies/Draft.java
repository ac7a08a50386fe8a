package secondsite.app.policies;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.Retention;
import secondsite.app.form.Choice;
import secondsite.app.form.Field;
import secondsite.app.form.FieldChecks;
import secondsite.app.form.Form;
import secondsite.app.form.TextEntry;
import secondsite.app.form.TextEntry.Kind;
import secondsite.app.fx.Texts;

/** A policy that is being written. */
public final class Draft {

    private static final int LONGEST_NAME = 63;
    private static final int MOST_MINUTES = 366 * 24 * 60;
    private static final int MOST_HOURS = 366 * 24;
    private static final int MOST_DAYS = 366;
    private static final long MOST_KIB = 1L << 30;
    private static final long KIB = 1024;
    private static final int HOUR = 60;
    private static final int DAY = 24;

    private final Policy before;
    private final boolean added;
    private final Texts texts;
    private final TextEntry name;
    private final TextEntry rpo;
    private final TextEntry crash;
    private final TextEntry app;
    private final TextEntry everything;
    private final TextEntry hourly;
    private final TextEntry daily;
    private final TextEntry verify;
    private final Choice<Policy.Compression> compression;
    private final TextEntry rate;
    private final TextEntry limits;
    private final TextEntry windows;
    private final TextEntry zone;
    private final Form form;

    /** What is other than before. */
    public record Difference(String label, String before, String now) {}

    /**
     * @param before as it is; for one that is added what it is made like
     * @param taken  names of other policies
     */
    Draft(Policy before, boolean added, List<String> taken, FieldChecks checks, Texts texts) {
        this.before = before;
        this.added = added;
        this.texts = texts;
        name = new TextEntry("policy-name", texts.text("policies.name"), Kind.LINE, added ? "" : before.name(),
                checks.newName(LONGEST_NAME, taken));
        rpo = number("rpo", before.rpoWarningSeconds(), checks, 30, 86_400);
        crash = number("crash", before.crashSeconds(), checks, 30, 3600);
        app = new TextEntry("policy-app", texts.text("policies.app"), Kind.NUMBER,
                Integer.toString(before.appMinutes()), checks.numberOrNought(5, 1440))
                .with(texts.text("policies.app.hint"));
        Retention kept = before.retention();
        everything = number("everything", kept.everythingMinutes(), checks, 1, MOST_MINUTES);
        hourly = number("hourly", kept.hourlyHours(), checks, 1, MOST_HOURS);
        daily = number("daily", kept.dailyDays(), checks, 1, MOST_DAYS);
        verify = number("verify", before.verifyDays(), checks, 1, 7);
        compression = new Choice<>("policy-compression", texts.text("policies.compression"),
                Arrays.asList(Policy.Compression.values()),
                each -> texts.text("policies.compression." + each.name()), before.compression());
        rate = new TextEntry("policy-rate", texts.text("policies.rate"), Kind.NUMBER,
                Long.toString(before.bandwidth().bytesPerSecond() / KIB), checks.numberOrNought(1, MOST_KIB))
                .with(texts.text("policies.rate.hint"));
        limits = new TextEntry("policy-limits", texts.text("policies.limits"), Kind.AREA,
                WeekText.limited(before.bandwidth().windows()),
                typed -> WeekText.limits(typed).isPresent() ? "" : texts.text("policies.limits.fault"))
                .with(texts.text("policies.limits.hint"));
        windows = new TextEntry("policy-windows", texts.text("policies.windows"), Kind.AREA,
                WeekText.text(before.resyncWindows()),
                typed -> WeekText.windows(typed).isPresent() ? "" : texts.text("policies.windows.fault"))
                .with(texts.text("policies.windows.hint"));
        zone = new TextEntry("policy-zone", texts.text("policies.zone"), Kind.LINE,
                before.zone() == null ? ZoneId.systemDefault().getId() : before.zone(), checks.zone());
        form = new Form(List.of(name, rpo, crash, app, everything, hourly, daily, verify, compression, rate, limits,
                windows, zone));
    }

    private TextEntry number(String id, int first, FieldChecks checks, int least, int most) {
        return new TextEntry("policy-" + id, texts.text("policies." + id), Kind.NUMBER, Integer.toString(first),
                checks.number(least, most));
    }

    public Form form() {
        return form;
    }

    public boolean added() {
        return added;
    }

    public String title() {
        return added ? texts.text("policies.new") : before.name();
    }

    /** What fields cannot know alone: what is kept hourly or daily begins where not everything is kept any more. Empty when all is well. */
    public String fault() {
        if (!form.valid().get()) {
            return texts.text("policies.fault.fields");
        }
        if (hourly.number() * HOUR < everything.number()) {
            return texts.text("policies.fault.hourly");
        }
        return daily.number() * DAY < hourly.number() ? texts.text("policies.fault.daily") : "";
    }

    /** As it is filled in. Only while nothing is wrong. */
    Policy policy() {
        var bandwidth = new BandwidthSchedule(Long.parseLong(rate.text()) * KIB,
                WeekText.limits(limits.text()).orElseThrow(), zone.text());
        return new Policy(added ? null : before.id(), name.text(), crash.number(), app.number(),
                new Retention(everything.number(), hourly.number(), daily.number()), rpo.number(), verify.number(),
                compression.chosen(), bandwidth, WeekText.windows(windows.text()).orElseThrow(), zone.text(),
                added ? null : before.failback());
    }

    public List<Difference> differences() {
        return form.fields().stream().filter(Field::touched)
                .map(field -> new Difference(field.label(), field.before(), field.now())).toList();
    }
}
