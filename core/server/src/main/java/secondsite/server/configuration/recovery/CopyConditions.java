package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;
import secondsite.api.host.MachineStatus;
import secondsite.api.recovery.FailoverState;
import secondsite.api.site.MasterTargetReport;
import secondsite.server.configuration.alert.Condition;
import secondsite.server.configuration.alert.Conditions;
import secondsite.server.configuration.alert.Subject;
import secondsite.server.configuration.inventory.LiveReports;

/** Copies that were brought up, and do not run any more though nobody told them so. */
@Singleton
public final class CopyConditions implements Conditions {

    private final FailoverBook book;
    private final LiveReports reports;

    @Inject
    CopyConditions(FailoverBook book, LiveReports reports) {
        this.book = book;
        this.reports = reports;
    }

    @Override
    public List<Condition> now() {
        Map<UUID, MachineStatus> halted = new HashMap<>();
        reports.masterTargets().stream().map(MasterTargetReport::halted).flatMap(List::stream)
                .forEach(each -> halted.put(each.machine(), each));
        if (halted.isEmpty()) {
            return List.of();
        }
        List<Undertaking> running = new ArrayList<>(book.committed());
        book.open().stream().filter(CopyConditions::up).forEach(running::add);
        return running.stream().filter(each -> halted.containsKey(each.copy().hosted()))
                .map(each -> condition(each, halted.get(each.copy().hosted()))).toList();
    }

    /** Before and after that it is its job that knows of it. */
    private static boolean up(Undertaking open) {
        return open.state() == FailoverState.RUNNING || open.state() == FailoverState.COMMIT_PENDING;
    }

    private static Condition condition(Undertaking of, MachineStatus status) {
        return new Condition(ErrorCode.COPY_HALTED, new Subject(Subject.MACHINE, of.machine().toString()), of.name(),
                of.state() == FailoverState.RUNNING ? Severity.WARNING : Severity.CRITICAL,
                of.request().kind() + " failover, on the host of " + of.copy().masterTarget() + ": it is "
                        + status.state() + (status.reason().isEmpty() ? "" : ", " + status.reason()));
    }
}
