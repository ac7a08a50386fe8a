package secondsite.app.words;

import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.app.control.Status;

/** How a job's state looks. */
public final class JobStatus {

    private JobStatus() {}

    public static Status of(Job job) {
        return job.problem() != null && job.state() == JobState.RUNNING ? Status.WARN : of(job.state());
    }

    public static Status of(JobState state) {
        return switch (state) {
            case WAITING -> Status.IDLE;
            case RUNNING -> Status.SYNC;
            case RETRYING, CANCELLING -> Status.WARN;
            case DONE -> Status.OK;
            case FAILED -> Status.CRIT;
            case CANCELLED -> Status.UNKNOWN;
        };
    }
}
