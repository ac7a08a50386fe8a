package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;

/** Removes a copy with all that it wrote, and lets go of what it was made from. Tried until it is done: nothing of it may run on. */
@Singleton
final class TakingDown {

    static final String REMOVE = "remove-machine";
    static final String RELEASE = "release-exports";

    private final CopyHosts hosts;

    @Inject
    TakingDown(CopyHosts hosts) {
        this.hosts = hosts;
    }

    void remove(Undertaking.Copy copy, JobContext job) throws JobFailure {
        if (copy.specification() != null) {
            hosts.insist(copy.masterTarget(), host -> host.remove(copy.hosted()));
            job.log("the copy is removed");
        }
    }

    void release(Undertaking.Copy copy, JobContext job) throws JobFailure {
        for (Undertaking.Disk disk : copy.disks()) {
            hosts.insist(copy.masterTarget(), host -> host.release(disk.disk(), disk.export()));
            job.log("disk " + disk.disk() + ": the point is kept no longer than the policy says");
        }
    }

    /** All of it. */
    void everything(Undertaking.Copy copy, JobContext job) throws JobFailure {
        remove(copy, job);
        release(copy, job);
    }
}
