package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.PointClient;
import secondsite.api.client.TransferException;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionRequest;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.web.ProblemException;

/** Asks a master target to destroy what it keeps of disks, once the quarantine of deletions is over. */
@Singleton
public final class ReplicaDeletion {

    private static final String WANTED = "delete-replica";
    private static final String REASON = "delete-reason";
    private static final String SECOND = "delete-second-person";

    private final MasterTargets targets;

    @Inject
    public ReplicaDeletion(MasterTargets targets) {
        this.targets = targets;
    }

    /** What a job needs to know to ask for it. @param secondPerson who agrees to it */
    static Map<String, String> parameters(String reason, String secondPerson) {
        var parameters = new HashMap<String, String>();
        parameters.put(WANTED, Boolean.TRUE.toString());
        parameters.put(REASON, reason);
        parameters.put(SECOND, secondPerson);
        return parameters;
    }

    /** Asks for it, if the job is to; once for each disk, however often this is called. */
    void request(String masterTarget, List<ProtectedDisk> disks, JobContext job) throws JobFailure {
        if (!Boolean.parseBoolean(job.order().parameters().get(WANTED))) {
            return;
        }
        try {
            PointClient target = targets.named(masterTarget);
            List<UUID> asked = target.deletions().stream()
                    .filter(deletion -> deletion.what() == Deletion.What.REPLICA && deletion.pending())
                    .map(Deletion::disk).toList();
            for (ProtectedDisk disk : disks) {
                if (!asked.contains(disk.disk())) {
                    Deletion deletion = target.delete(disk.disk(), DeletionRequest.replica(job.order().who(),
                            job.order().parameters().get(REASON), job.order().parameters().get(SECOND)));
                    job.log("what is kept of disk " + disk.name() + " is destroyed at " + deletion.due()
                            + " unless that is undone");
                }
            }
        } catch (TransferException | ProblemException e) {
            throw JobFailure.recoverable(ErrorCode.MASTER_TARGET_UNREACHABLE, String.valueOf(e.getMessage()));
        }
    }
}
