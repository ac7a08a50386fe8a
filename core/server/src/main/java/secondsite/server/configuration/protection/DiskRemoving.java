package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;

/** Ends the protection of one disk of a machine; the others go on. Once begun it goes on to the end. */
@Singleton
public final class DiskRemoving implements JobType {

    static final String WORD = "remove-disk";

    private static final String TASK = "stop-replication";

    private final ProtectionBook book;
    private final LettingGo lettingGo;
    private final ReplicaDeletion deletion;

    @Inject
    public DiskRemoving(ProtectionBook book, LettingGo lettingGo, ReplicaDeletion deletion) {
        this.book = book;
        this.lettingGo = lettingGo;
        this.deletion = deletion;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(TASK);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        return undo(job);
    }

    @Override
    public Step undo(JobContext job) throws JobFailure {
        return remove(Subject.machine(job), new HashSet<>(Subject.disks(job)),
                Subject.flag(job, Disabling.DELETE_REPLICA), job);
    }

    Step remove(UUID id, Set<UUID> disks, boolean deleteReplica, JobContext job) throws JobFailure {
        Step step = lettingGo.step(id, disks, job);
        ProtectedMachine machine = book.find(id).orElse(null);
        if (step instanceof Step.Done && machine != null) {
            List<ProtectedDisk> gone = machine.disks().stream().filter(disk -> disks.contains(disk.disk())).toList();
            if (deleteReplica) {
                deletion.request(machine.masterTarget(), gone, job);
            }
            book.change(change -> {
                change.find(id).ifPresent(now -> change.put(now.withDisks(
                        now.disks().stream().filter(disk -> !disks.contains(disk.disk())).toList())));
                return null;
            });
        }
        return step;
    }
}
