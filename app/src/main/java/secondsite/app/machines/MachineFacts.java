package secondsite.app.machines;

import java.util.List;
import java.util.Optional;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.replication.Protection;
import secondsite.app.action.ChosenMachine;

/** All that was told of a machine at a moment. @param failovers newest first; tests of one too */
record MachineFacts(MachineDetail detail, Protection protection, List<Failover> failovers, List<Job> jobs,
        List<Event> events) {

    MachineSummary summary() {
        return detail.summary();
    }

    ChosenMachine chosen() {
        return new ChosenMachine(summary(), protection);
    }

    boolean isProtected() {
        return protection.epoch() > 0;
    }

    Optional<Job> running() {
        return jobs.stream().filter(job -> !job.state().over()).findFirst();
    }

    Optional<Failover> lastTest() {
        return failovers.stream().filter(each -> each.kind() == FailoverKind.TEST).findFirst();
    }
}
