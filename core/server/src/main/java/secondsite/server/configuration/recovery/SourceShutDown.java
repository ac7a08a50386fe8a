package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.AgentReport;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.protection.AgentTasks;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.Settling;
import secondsite.server.web.Peer;

/**
 * Shuts the source of a failover down: its system is asked first, and forced off when it takes longer than the administrator allows. A
 * planned failover waits for that; an unplanned one goes on without when it cannot be had.
 */
@Singleton
final class SourceShutDown {

    static final String TASK = "shut-down-source";

    private static final String SINCE = "shut-down-since";
    private static final String ASKED = "shut-down-asked";
    /** So long after it was forced off it must be off. */
    private static final Duration FORCED = Duration.ofMinutes(2);
    private static final Duration LATELY = Duration.ofSeconds(90);

    private final RecoveryChoices choices;
    private final LiveReports reports;
    private final AgentTasks agentTasks;
    private final Settling settling;
    private final Whereabouts whereabouts;
    private final CopyHosts hosts;
    private final InstantSource clock;

    @Inject
    SourceShutDown(RecoveryChoices choices, LiveReports reports, AgentTasks agentTasks, Settling settling,
            Whereabouts whereabouts, CopyHosts hosts, InstantSource clock) {
        this.choices = choices;
        this.reports = reports;
        this.agentTasks = agentTasks;
        this.settling = settling;
        this.whereabouts = whereabouts;
        this.hosts = hosts;
        this.clock = clock;
    }

    Step step(Undertaking now, ProtectedMachine machine, JobContext job) throws JobFailure {
        if (!wanted(now.request())) {
            job.log("the source is not shut down, as was ordered");
            return new Step.Done();
        }
        if (reports.agent(machine.agent()).isEmpty() && mayBeHeard(machine)) {
            return BringingUp.again("waiting for the agent " + machine.agent());
        }
        if (now.request().kind() == FailoverKind.PLANNED) {
            return shutDown(now, machine, job);
        }
        if (!heard(machine)) {
            job.log("the source cannot be shut down: its agent does not report");
            return new Step.Done();
        }
        try {
            return shutDown(now, machine, job);
        } catch (JobFailure e) {
            job.log("the source is not shut down, and the failover goes on: " + e.getMessage());
            return new Step.Done();
        }
    }

    /** Whether the source is to be shut down. */
    static boolean wanted(FailoverRequest request) {
        return request.kind() == FailoverKind.PLANNED
                ? !Boolean.FALSE.equals(request.shutDownSource())
                : Boolean.TRUE.equals(request.shutDownSource());
    }

    /** Whether the source's agent reported a moment ago. */
    boolean heard(ProtectedMachine machine) {
        return reports.agent(machine.agent()).isPresent() && mayBeHeard(machine);
    }

    /** Also when there was no time yet to report: this server started a moment ago. */
    boolean mayBeHeard(ProtectedMachine machine) {
        return reports.silence(new Peer(Peer.Kind.AGENT, machine.agent())).compareTo(LATELY) < 0;
    }

    private Step shutDown(Undertaking now, ProtectedMachine machine, JobContext job) throws JobFailure {
        SourceSwitch power = whereabouts.of(machine.machine()).<SourceSwitch>map(copy -> new HostSwitch(hosts, copy))
                .orElseGet(() -> new AgentSwitch(reports, agentTasks, machine, job));
        AgentReport.Power state = power.power();
        if (state == AgentReport.Power.SHUT_DOWN) {
            job.log("the source is off");
            return new Step.Done();
        }
        Instant since = settling.since(job, SINCE);
        Duration taken = Duration.between(since, clock.instant());
        Duration allowed = Duration.ofSeconds(choices.shutDownSeconds(now));
        if (taken.compareTo(allowed) < 0) {
            return ask(power, allowed.minus(taken), job);
        }
        if (taken.compareTo(allowed.plus(FORCED)) > 0) {
            job.remember(SINCE, "");
            power.again();
            job.remember(ASKED, "");
            throw JobFailure.recoverable(ErrorCode.SOURCE_RUNNING, machine.agent() + " reports that it is " + state
                    + ", " + taken.toSeconds() + " s after it was to shut down");
        }
        power.forceOff();
        return BringingUp.again("the source took longer than " + allowed.toSeconds() + " s and is forced off");
    }

    /** Once: a system that does not listen is forced off when its time is over. */
    private Step ask(SourceSwitch power, Duration left, JobContext job) {
        if (job.remembered(ASKED).filter(text -> !text.isEmpty()).isEmpty()) {
            try {
                if (power.ask() instanceof Step.Done) {
                    job.remember(ASKED, "yes");
                }
            } catch (JobFailure e) {
                job.log("its system could not be asked to shut down: " + e.getMessage());
                job.remember(ASKED, "refused");
            }
        }
        return BringingUp.again("the source shuts down; it is forced off in " + left.toSeconds() + " s");
    }

    /** Nobody waits for it any more. */
    void withdraw(ProtectedMachine machine, JobContext job) {
        agentTasks.withdraw(machine, AgentOrder.Verb.SHUT_DOWN, job);
        agentTasks.withdraw(machine, AgentOrder.Verb.FORCE_OFF, job);
    }
}
