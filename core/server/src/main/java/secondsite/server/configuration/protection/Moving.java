package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.protection.MachineLife.Happening;
import secondsite.server.configuration.protection.ProtectedDisk.Stage;

/**
 * Lets a machine's disks go over other servers. What the process server before has is drained first, if it answers; where the master
 * target is another one, the disks are copied anew, and what the one before keeps stays there.
 */
@Singleton
public final class Moving implements JobType {

    static final String WORD = "move";
    static final String PROCESS_SERVER = "process-server";
    static final String MASTER_TARGET = "master-target";

    private static final String PREREQUISITES = "prerequisites";
    private static final String DRAIN = "drain";
    private static final String SWITCH = "switch";
    private static final String COPY = "initial-replication";
    private static final String FINALIZE = "finalize";
    private static final Duration DRAINING = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ProtectionBook book;
    private final LiveReports reports;
    private final Prerequisites prerequisites;
    private final Settling settling;
    private final Copying copying;
    private final MachineStates states;
    private final InstantSource clock;

    @Inject
    public Moving(ProtectionBook book, LiveReports reports, Prerequisites prerequisites, Settling settling,
            Copying copying, MachineStates states, InstantSource clock) {
        this.book = book;
        this.reports = reports;
        this.prerequisites = prerequisites;
        this.settling = settling;
        this.copying = copying;
        this.states = states;
        this.clock = clock;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(PREREQUISITES, DRAIN, SWITCH, COPY, FINALIZE);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        UUID id = Subject.machine(job);
        ProtectedMachine machine = book.find(id).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_PROTECTED, "machine " + id));
        return switch (task) {
            case PREREQUISITES ->
                prerequisites.check(machine.over(wanted(job, PROCESS_SERVER), wanted(job, MASTER_TARGET)),
                        machine.disks().stream().map(ProtectedDisk::disk).toList(), job::log);
            case DRAIN -> drain(machine, job);
            case SWITCH -> switchOver(machine, job);
            case COPY -> copying.step(id, job);
            case FINALIZE -> {
                states.happened(id, Happening.COPIED);
                states.happened(id, Happening.FINALIZED);
                yield new Step.Done();
            }
            default -> throw Subject.unknown(task);
        };
    }

    private static String wanted(JobContext job, String what) {
        return job.order().parameters().get(what);
    }

    /** Nothing is sent meanwhile, so that all that was received arrives. */
    private Step drain(ProtectedMachine machine, JobContext job) {
        pause(machine.machine(), true);
        boolean over = Duration.between(settling.since(job, DRAIN), clock.instant()).compareTo(DRAINING) > 0;
        boolean drained = settling.agent(machine.agent()) && machine.disks().stream()
                .allMatch(disk -> reports.gateway(disk.disk(), machine.processServer())
                        .filter(way -> way.position().targetSequence() >= way.lastSequence()).isPresent());
        if (!drained && over) {
            job.log("the process server " + machine.processServer() + " is not waited for any longer");
        }
        return drained || over
                ? new Step.Done()
                : Settling.again("waiting for what the process server " + machine.processServer() + " still has");
    }

    private Step switchOver(ProtectedMachine machine, JobContext job) throws JobFailure {
        String target = wanted(job, MASTER_TARGET);
        String server = wanted(job, PROCESS_SERVER);
        if (!machine.processServer().equals(server) || !machine.masterTarget().equals(target)) {
            boolean anew = !machine.masterTarget().equals(target);
            book.change(change -> {
                change.find(machine.machine()).ifPresent(now -> change.put((anew
                        ? now.withDisks(now.disks().stream().map(disk -> disk.in(Stage.WAITING)).toList())
                        : now).over(server, target)));
                if (anew) {
                    states.happened(change, machine.machine(), Happening.MOVED);
                }
                return null;
            });
        }
        ProtectedMachine now = book.find(machine.machine()).orElse(machine);
        // First the servers: the target before would tell the agent that all is copied.
        Optional<Settling.Missing> missing = now.paused() ? settling.missingServer(now) : settling.missing(now);
        if (missing.isPresent()) {
            return settling.await(job, SWITCH, missing.get(), PATIENCE);
        }
        if (now.paused()) {
            pause(now.machine(), false);
            return Settling.again("");
        }
        return new Step.Done();
    }

    private void pause(UUID machine, boolean paused) {
        if (book.find(machine).filter(now -> now.paused() != paused).isPresent()) {
            book.change(change -> {
                change.find(machine).ifPresent(now -> change.put(now.paused(paused)));
                return null;
            });
        }
    }

    /** Before the switch all is as it was; after it the machine stays where it went, and goes on from there. */
    @Override
    public Step undo(JobContext job) {
        pause(Subject.machine(job), false);
        return new Step.Done();
    }
}
