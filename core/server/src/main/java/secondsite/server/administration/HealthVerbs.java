package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import secondsite.api.Page;
import secondsite.api.activity.Alert;
import secondsite.api.activity.AlertNote;
import secondsite.api.activity.ErrorText;
import secondsite.api.activity.ErrorTextList;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.AlertClient;
import secondsite.api.client.HealthClient;
import secondsite.api.replication.HealthSummary;
import secondsite.api.replication.HealthSummary.Levels;

/** Look how the deployment is: at a glance, by alerts, and what errors mean. */
final class HealthVerbs {

    private static final int TOGETHER = 500;

    private HealthVerbs() {}

    /** At a glance. */
    @Command(name = "health", description = "Tells how the deployment is, at a glance.")
    static final class Glance extends Verb {

        Glance(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            HealthSummary now = new HealthClient(dialogue.connection()).summary();
            return dialogue.tell(now, out -> tell(now, dialogue, out));
        }

        private static void tell(HealthSummary now, Dialogue dialogue, PrintWriter out) {
            new Table("HEALTH", dialogue.time(now.time())).row("protected machines", levels(now.machines()))
                    .row("unprotected machines", now.unprotected()).row("servers", levels(now.servers()))
                    .row("worst RPO", Wording.span(now.worstRpoSeconds())
                            + (now.worstRpoName() == null ? "" : ", " + now.worstRpoName()))
                    .row("RPO unknown", now.rpoUnknown() + " machines")
                    .row("written", Wording.rate(now.writtenPerSecond())).row("sent", Wording.rate(now.sentPerSecond()))
                    .row("alerts", now.criticalAlerts() + " critical, " + now.warningAlerts() + " warning").print(out);
        }

        private static String levels(Levels levels) {
            return levels.ok() + " ok, " + levels.warning() + " warning, " + levels.critical() + " critical, "
                    + levels.unknown() + " unknown";
        }
    }

    /** What is not as it should be. */
    @Command(name = "alerts", description = "Lists alerts that are open, newest first, and takes note of them.")
    static final class Alerts extends Verb {

        @Option(names = "--all", description = "Those that are over too.")
        private boolean all;

        @Option(names = "--limit", paramLabel = "COUNT", defaultValue = "100", description = "At most so many; ${DEFAULT-VALUE} when it is left out.")
        private int limit;

        Alerts(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            var client = new AlertClient(dialogue.connection());
            var filter = all ? AlertClient.Filter.ALL : AlertClient.Filter.OPEN;
            Page<Alert> page = Pages.first((after, most) -> client.alerts(filter, after, most), limit, TOGETHER);
            return dialogue.tell(page, out -> {
                var table = new Table("ALERT", "SEVERITY", "CODE", "ABOUT", "RAISED", "OVER", "NOTED BY", "DETAIL");
                page.items().forEach(each -> table.row(each.id(), Wording.word(each.severity()), each.code(),
                        each.about(), dialogue.time(each.raised()), dialogue.time(each.cleared()),
                        each.acknowledged() == null ? null : each.acknowledged().who(), each.detail()));
                table.print(out);
            });
        }
    }

    /** Takes note of an alert. */
    @Command(name = "acknowledge", description = "Takes note of an alert; it stays open until it is over.")
    static final class Acknowledge extends Verb {

        @Parameters(index = "0", paramLabel = "ALERT", description = "Number of the alert.")
        private long id;

        @Option(names = "--note", paramLabel = "TEXT", description = "For others who see it.")
        private String note;

        Acknowledge(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            Alert alert = new AlertClient(dialogue.connection()).acknowledge(id, new AlertNote(note));
            return dialogue.tell(alert, out -> out.println("noted: alert " + id + ", " + alert.code() + " of "
                    + Wording.clean(Wording.text(alert.about()))));
        }
    }

    /** What codes mean. */
    @Command(name = "errors", description = "Tells what an error code means, its likely cause and what to do; without a code, lists all.")
    static final class Errors extends Verb {

        @Parameters(index = "0", arity = "0..1", paramLabel = "CODE", description = "Like SPOOL_FULL.")
        private String code;

        @Option(names = "--language", paramLabel = "LANGUAGE", defaultValue = "en", description = "en or de; ${DEFAULT-VALUE} when it is left out.")
        private String language;

        Errors(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            var client = new ActivityClient(dialogue.connection());
            if (code == null) {
                ErrorTextList list = client.errors(language);
                return dialogue.tell(list, out -> {
                    var table = new Table("CODE", "MESSAGE");
                    list.errors().forEach(each -> table.row(each.code(), each.message()));
                    table.print(out);
                });
            }
            ErrorText text = client.error(code, language);
            return dialogue.tell(text, out -> {
                out.println(text.code() + ": " + text.message());
                out.println(text.cause());
                out.println(text.action());
            });
        }
    }
}
