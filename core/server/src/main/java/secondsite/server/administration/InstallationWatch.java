package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.JobState;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.InstallationClient;
import secondsite.api.client.TransferException.Unavailable;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationList;
import secondsite.api.installation.PreflightCheck;

/** Shows how installations get on, and in the end what is wrong with which machine and how it is mended. */
final class InstallationWatch {

    private final Dialogue dialogue;
    private final InstallationClient client;
    private final Map<UUID, String> shown = new LinkedHashMap<>();

    InstallationWatch(Dialogue dialogue) {
        this.dialogue = dialogue;
        this.client = new InstallationClient(dialogue.connection());
    }

    /** Waits until all of a batch are over. @return exit code */
    int tellEnd(UUID batch) throws IOException, InterruptedException {
        InstallationList now = client.batch(batch);
        while (!over(now)) {
            TimeUnit.SECONDS.sleep(1);
            try {
                now = client.batch(batch);
                now.installations().forEach(this::show);
            } catch (Unavailable e) {
                dialogue.err().println("the server does not answer, asking again (" + e.getMessage() + ")");
            }
        }
        tell(now);
        boolean well = now.installations().stream().allMatch(each -> each.state() == JobState.DONE);
        return well ? Exit.DONE : Exit.REFUSED;
    }

    private static boolean over(InstallationList list) {
        return list.installations().stream().allMatch(each -> each.state().over());
    }

    private void show(Installation one) {
        String line = Wording.clean(one.address() + ": " + Wording.word(one.state())
                + (one.task() == null
                        ? ""
                        : ", " + one.task()
                                + (one.progress() == null ? "" : ", " + JobWatch.progress(one.progress()))));
        if (!line.equals(shown.put(one.id(), line))) {
            dialogue.err().println(line);
        }
    }

    /** @return exit code */
    int tell(InstallationList list) throws IOException {
        return dialogue.tell(list, out -> {
            var table = new Table("ADDRESS", "NAME", "ACTION", "STATE", "TASK", "VERSION", "JOB", "PROBLEM");
            list.installations().forEach(each -> table.row(each.address(), each.name(), Wording.word(each.action()),
                    Wording.word(each.state()), each.state() == JobState.DONE ? null : each.task(),
                    each.version(), each.job(),
                    each.problem() == null ? null : each.problem().code() + " " + each.problem().detail()));
            table.print(out);
            tellChecks(list.installations(), out);
        });
    }

    private void tellChecks(List<Installation> all, PrintWriter out) throws IOException {
        Set<ErrorCode> codes = new LinkedHashSet<>();
        for (Installation each : all) {
            List<PreflightCheck> wrong = new ArrayList<>(each.checks());
            wrong.removeIf(check -> check.code() == null);
            if (!wrong.isEmpty()) {
                out.println();
                out.println(each.address() + (each.hostKey() == null ? "" : ", key " + each.hostKey()));
                wrong.forEach(check -> out.println(Wording.clean("  " + Wording.word(check.name()) + ": "
                        + Wording.word(check.outcome()) + ", " + check.code() + ", " + check.detail())));
                wrong.forEach(check -> codes.add(check.code()));
            }
            if (each.problem() != null) {
                codes.add(each.problem().code());
            }
        }
        var activity = new ActivityClient(dialogue.connection());
        for (ErrorCode code : codes) {
            out.println();
            out.println(code + ": " + activity.error(code.name(), "en").action());
        }
    }
}
