package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** Protects a further disk of a machine; the others go on. */
@Singleton
public final class DiskAdding implements JobType {

    static final String WORD = "add-disk";

    private static final String PREREQUISITES = "prerequisites";
    private static final String CREATE = "create-replication";
    private static final String COPY = "initial-replication";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ProtectionBook book;
    private final Prerequisites prerequisites;
    private final Settling settling;
    private final Copying copying;
    private final DiskRemoving removing;

    @Inject
    public DiskAdding(ProtectionBook book, Prerequisites prerequisites, Settling settling, Copying copying,
            DiskRemoving removing) {
        this.book = book;
        this.prerequisites = prerequisites;
        this.settling = settling;
        this.copying = copying;
        this.removing = removing;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(PREREQUISITES, CREATE, COPY);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        UUID id = Subject.machine(job);
        ProtectedMachine machine = book.find(id).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_PROTECTED, "machine " + id));
        return switch (task) {
            case PREREQUISITES -> prerequisites.check(machine, Subject.disks(job), job::log);
            case CREATE -> {
                Optional<Settling.Missing> missing = settling.missing(machine);
                yield missing.isPresent()
                        ? settling.await(job, CREATE, missing.get(), PATIENCE)
                        : new Step.Done();
            }
            case COPY -> copying.step(id, job);
            default -> throw Subject.unknown(task);
        };
    }

    @Override
    public Step undo(JobContext job) throws JobFailure {
        return removing.remove(Subject.machine(job), new HashSet<>(Subject.disks(job)), job);
    }
}
