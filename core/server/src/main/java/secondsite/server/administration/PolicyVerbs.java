package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import secondsite.api.client.PolicyClient;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyList;
import secondsite.api.policy.Retention;
import secondsite.api.policy.WeekWindow;

/** Look at policies. */
final class PolicyVerbs {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;

    private PolicyVerbs() {}

    private static String appPoints(Policy policy) {
        return policy.appMinutes() == 0 ? "none" : Wording.span(policy.appMinutes() * MINUTE);
    }

    private static String kept(Retention kept) {
        return "all " + Wording.span(kept.everythingMinutes() * MINUTE) + ", hourly "
                + Wording.span(kept.hourlyHours() * HOUR) + ", daily " + kept.dailyDays() + " d";
    }

    /** All. */
    @Command(name = "policies", description = "Lists policies; * is the standard one.")
    static final class Policies extends Verb {

        Policies(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            PolicyList list = new PolicyClient(dialogue.connection()).policies();
            return dialogue.tell(list, out -> {
                var table = new Table("NAME", "POINT EVERY", "APP POINT EVERY", "KEPT", "RPO WARNING",
                        "VERIFIED EVERY");
                list.policies().forEach(each -> table.row(each.name() + (each.id().equals(list.standard()) ? " *" : ""),
                        Wording.span(each.crashSeconds()), appPoints(each), kept(each.retention()),
                        Wording.span(each.rpoWarningSeconds()), each.verifyDays() + " d"));
                table.print(out);
            });
        }
    }

    /** One. */
    @Command(name = "policy", description = "Tells all of a policy.")
    static final class One extends Verb {

        @Parameters(index = "0", paramLabel = "POLICY", description = "Name or id of the policy.")
        private String policy;

        One(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            Policy found = dialogue.names().policy(policy);
            return dialogue.tell(found, out -> tell(found, out));
        }

        private static void tell(Policy policy, PrintWriter out) {
            new Table("POLICY", policy.name()).row("id", policy.id())
                    .row("point every", Wording.span(policy.crashSeconds()))
                    .row("app point every", appPoints(policy)).row("kept", kept(policy.retention()))
                    .row("RPO warning", Wording.span(policy.rpoWarningSeconds()))
                    .row("verified every", policy.verifyDays() + " d")
                    .row("compressed by", Wording.word(policy.compression()))
                    .row("bandwidth", bandwidth(policy.bandwidth()))
                    .row("resync", policy.resyncWindows().isEmpty()
                            ? "at any time"
                            : hours(policy.resyncWindows()) + " " + policy.zone())
                    .row("failback policy", policy.failback()).print(out);
        }

        private static String bandwidth(BandwidthSchedule schedule) {
            String always = limit(schedule.bytesPerSecond());
            return schedule.windows().isEmpty()
                    ? always
                    : schedule.windows().stream()
                            .map(each -> hours(List.of(each.hours())) + " " + limit(each.bytesPerSecond()))
                            .collect(Collectors.joining("; ")) + "; else " + always + " (" + schedule.zone() + ")";
        }

        private static String limit(long bytesPerSecond) {
            return bytesPerSecond == 0 ? "no limit" : Wording.rate(bytesPerSecond);
        }

        private static String hours(List<WeekWindow> windows) {
            return windows.stream().map(each -> each.days().stream().map(One::day).collect(Collectors.joining(" "))
                    + " " + each.from() + "-" + each.to()).collect(Collectors.joining(", "));
        }

        private static String day(DayOfWeek day) {
            return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
        }
    }
}
