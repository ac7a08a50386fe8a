package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.machine.AgentReport;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerReport;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;

/** Waits until programs carry out what they were told, as their reports say. */
@Singleton
public final class Settling {

    static final Duration SOON = Duration.ofSeconds(1);

    private final LiveReports reports;
    private final ReplicationAssignments assignments;
    private final InstantSource clock;

    @Inject
    public Settling(LiveReports reports, ReplicationAssignments assignments, InstantSource clock) {
        this.reports = reports;
        this.assignments = assignments;
        this.clock = clock;
    }

    public boolean agent(String name) {
        return assignments.agent(name).digest().equals(reports.agent(name).map(AgentReport::applied).orElse(null));
    }

    boolean processServer(String name) {
        return assignments.processServer(name).digest()
                .equals(reports.processServer(name).map(ProcessServerReport::applied).orElse(null));
    }

    public boolean masterTarget(String name) {
        return assignments.masterTarget(name).digest()
                .equals(reports.masterTarget(name).map(MasterTargetReport::applied).orElse(null));
    }

    /** All programs of a machine; else who is waited for, with what is wrong if that lasts. */
    Optional<Missing> missing(ProtectedMachine machine) {
        return missingServer(machine).or(() -> agent(machine.agent())
                ? Optional.empty()
                : Optional.of(new Missing(ErrorCode.AGENT_SILENT, "the agent " + machine.agent())));
    }

    /** Process server and master target of a machine; else who of them is waited for. */
    Optional<Missing> missingServer(ProtectedMachine machine) {
        if (!masterTarget(machine.masterTarget())) {
            return Optional.of(new Missing(ErrorCode.MASTER_TARGET_UNREACHABLE,
                    "the master target " + machine.masterTarget()));
        }
        if (!processServer(machine.processServer())) {
            return Optional.of(new Missing(ErrorCode.PROCESS_SERVER_UNREACHABLE,
                    "the process server " + machine.processServer()));
        }
        return Optional.empty();
    }

    /** Who is waited for. */
    record Missing(ErrorCode code, String who) {}

    /**
     * Looks again soon.
     *
     * @param key     under which the job remembers since when it waits
     * @param patience after which it failed for now
     */
    Step await(JobContext job, String key, Missing missing, Duration patience) throws JobFailure {
        Instant since = since(job, key);
        if (Duration.between(since, clock.instant()).compareTo(patience) > 0) {
            job.remember(key, "");
            throw JobFailure.recoverable(missing.code(),
                    missing.who() + " did not take what it is to do within " + patience.toSeconds() + " s");
        }
        return again("waiting for " + missing.who());
    }

    /** Since when a job has waited for something; from now on when it has not. */
    public Instant since(JobContext job, String key) {
        Optional<Instant> known = job.remembered(key).filter(text -> !text.isEmpty()).map(Instant::parse);
        if (known.isEmpty()) {
            job.remember(key, clock.instant().toString());
        }
        return known.orElseGet(clock::instant);
    }

    static Step again(String note) {
        return new Step.Again(new Job.Progress(0, 0, 0, null, note), SOON);
    }
}
