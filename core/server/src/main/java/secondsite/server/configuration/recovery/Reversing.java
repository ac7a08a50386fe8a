package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.ProtectionBook;
import secondsite.server.configuration.protection.Reversal;

/**
 * Replicates a machine that was failed over in the other direction, while it runs: an agent at its host takes it over and serves its disks, the
 * disks move there, and what differs from the old disks at the other place is sent.
 */
@Singleton
public final class Reversing implements JobType {

    static final String WORD = "reverse-replication";
    static final String AGENT = "agent";
    static final String PROCESS_SERVER = "process-server";
    static final String MASTER_TARGET = "master-target";

    private static final String HAND_OVER = "hand-over";
    private static final String SERVE = "serve-disks";
    private static final String MOVE = "move-disks";
    private static final String CREATE = "create-replication";
    private static final String COPY = "compare-and-copy";

    private final ProtectionBook protections;
    private final Reversal reversal;
    private final Whereabouts whereabouts;
    private final CopyHosts hosts;

    @Inject
    Reversing(ProtectionBook protections, Reversal reversal, Whereabouts whereabouts, CopyHosts hosts) {
        this.protections = protections;
        this.reversal = reversal;
        this.whereabouts = whereabouts;
        this.hosts = hosts;
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<String> tasks(JobOrder order) {
        return List.of(HAND_OVER, SERVE, MOVE, CREATE, COPY);
    }

    @Override
    public Step step(String task, JobContext job) throws JobFailure {
        UUID id = UUID.fromString(job.order().subject());
        ProtectedMachine machine = protections.find(id).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_PROTECTED, job.order().about() + " is not protected any more"));
        return switch (task) {
            case HAND_OVER -> {
                reversal.handOver(machine, wanted(job, AGENT), job.order().who());
                yield new Step.Done();
            }
            case SERVE -> reversal.sockets(machine).isPresent()
                    ? new Step.Done()
                    : reversal.awaitSockets(machine, job);
            case MOVE -> move(machine, job);
            case CREATE -> {
                reversal.begin(machine, wanted(job, PROCESS_SERVER), wanted(job, MASTER_TARGET));
                yield reversal.create(protections.find(id).orElse(machine), job);
            }
            default -> reversal.copy(id, job);
        };
    }

    private static String wanted(JobContext job, String what) {
        return job.order().parameters().get(what);
    }

    private Step move(ProtectedMachine machine, JobContext job) throws JobFailure {
        Undertaking.Copy copy = whereabouts.of(machine.machine()).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_FAILED_OVER, job.order().about() + " runs where it always did"));
        Optional<Map<UUID, String>> sockets = reversal.sockets(machine);
        if (sockets.isEmpty()) {
            return reversal.awaitSockets(machine, job);
        }
        return DiskMoves.step(copy, disk -> {
            var to = new DiskSource.NbdSocket(Path.of(sockets.get().get(disk.disk())), "");
            return hosts.ask(copy.masterTarget(),
                    host -> host.beginMove(copy.hosted(), new DiskMove(disk.name(), to, 0)));
        });
    }

    /** The machine runs on where it is; what was reached stays, and a further order goes on from there. */
    @Override
    public Step undo(JobContext job) {
        return new Step.Done();
    }
}
