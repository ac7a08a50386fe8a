package secondsite.server.process.push;

import java.util.ArrayList;
import java.util.List;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PushStatus;

/** How an order gets on, told while it does. Safe for use by several threads. */
final class PushProgress {

    private static final int MOST_LINES = 100;

    private final List<String> lines = new ArrayList<>();
    private PushStatus.State state = PushStatus.State.RUNNING;
    private long doneBytes;
    private long totalBytes;
    private List<PreflightCheck> checks = List.of();
    private String hostKey;
    private PushStatus.Facts facts;
    private ReportedProblem problem;
    private boolean recoverable;

    synchronized PushStatus status() {
        return new PushStatus(state, doneBytes, totalBytes, lines, checks, hostKey, facts, problem, recoverable);
    }

    synchronized boolean over() {
        return state != PushStatus.State.RUNNING;
    }

    synchronized void line(String line) {
        if (lines.size() < MOST_LINES) {
            lines.add(line);
        }
    }

    synchronized void bytes(long done, long total) {
        doneBytes = done;
        totalBytes = total;
    }

    synchronized void checks(List<PreflightCheck> found) {
        checks = List.copyOf(found);
    }

    synchronized void hostKey(String shown) {
        hostKey = shown;
    }

    synchronized void facts(PushStatus.Facts found) {
        facts = found;
    }

    synchronized void done() {
        state = PushStatus.State.DONE;
    }

    synchronized void failed(ReportedProblem why, boolean mayGoWellLater) {
        state = PushStatus.State.FAILED;
        problem = why;
        recoverable = mayGoWellLater;
    }
}
