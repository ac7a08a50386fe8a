package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.protection.MachineLife.Happening;

/** Begins the protection of a machine. Taken back, nothing of it is left but what is kept at the master target, which a later protection begins with. */
@Singleton
public final class Enabling implements JobType {

    static final String WORD = "enable-protection";

    private static final String PREREQUISITES = "prerequisites";
    private static final String CREATE = "create-replication";
    private static final String COPY = "initial-replication";
    private static final String FINALIZE = "finalize";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ProtectionBook book;
    private final Prerequisites prerequisites;
    private final Settling settling;
    private final Copying copying;
    private final MachineStates states;
    private final Withdrawing withdrawing;

    @Inject
    public Enabling(ProtectionBook book, Prerequisites prerequisites, Settling settling, Copying copying,
            MachineStates states, Withdrawing withdrawing) {
        this.book = book;
        this.prerequisites = prerequisites;
        this.settling = settling;
        this.copying = copying;
        this.states = states;
        this.withdrawing = withdrawing;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(PREREQUISITES, CREATE, COPY, FINALIZE);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        UUID id = Subject.machine(job);
        ProtectedMachine machine = book.find(id).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_PROTECTED, "the protection of " + id + " was taken back"));
        return switch (task) {
            case PREREQUISITES ->
                prerequisites.check(machine, machine.disks().stream().map(ProtectedDisk::disk).toList(), job::log);
            case CREATE -> create(machine, job);
            case COPY -> copy(id, job);
            case FINALIZE -> {
                states.happened(id, Happening.FINALIZED);
                yield new Step.Done();
            }
            default -> throw Subject.unknown(task);
        };
    }

    private Step create(ProtectedMachine machine, JobContext job) throws JobFailure {
        states.happened(machine.machine(), Happening.CREATED);
        Optional<Settling.Missing> missing = settling.missing(machine);
        return missing.isPresent()
                ? settling.await(job, CREATE, missing.get(), PATIENCE)
                : new Step.Done();
    }

    private Step copy(UUID machine, JobContext job) throws JobFailure {
        Step step = copying.step(machine, job);
        if (step instanceof Step.Done) {
            states.happened(machine, Happening.COPIED);
        }
        return step;
    }

    @Override
    public Step undo(JobContext job) throws JobFailure {
        return withdrawing.step(Subject.machine(job), job);
    }
}
