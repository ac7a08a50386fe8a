package secondsite.server.configuration.recovery;

import java.time.Duration;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.host.MoveProgress;
import secondsite.api.host.MoveState;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;

/** Disks of a copy that a host moves while it runs, all at once. */
final class DiskMoves {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Has a disk moved, or tells how far that is. */
    interface Moving {

        MoveProgress progress(Undertaking.Disk disk) throws JobFailure;
    }

    private DiskMoves() {}

    /** Done when all are. A move that failed is begun again with the next try. */
    static Step step(Undertaking.Copy copy, Moving moving) throws JobFailure {
        long done = 0;
        long all = 0;
        boolean over = true;
        for (Undertaking.Disk disk : copy.disks()) {
            MoveProgress progress = moving.progress(disk);
            if (progress.state() == MoveState.FAILED || progress.state() == MoveState.CANCELLED) {
                throw JobFailure.recoverable(ErrorCode.HOST_REFUSED, "disk " + disk.name() + ": " + progress.reason());
            }
            over &= progress.state() == MoveState.DONE;
            done += progress.doneBytes();
            all += progress.allBytes();
        }
        return over ? new Step.Done() : new Step.Again(new Job.Progress(done, all, 0, null, null), LOOK);
    }
}
