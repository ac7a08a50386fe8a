package secondsite.server.configuration.activity.job;

import java.util.List;

/**
 * A kind of long work. Its tasks are done one after another. Each may be begun anew at any moment, because the server crashed or because
 * it is tried again, and then finds what is done already. A failed job that a person tries again begins with its first task and remembers
 * nothing, for {@link #undo} took back what it had done.
 */
public interface JobType {

    /** By which it is called, like {@code enable-protection}. */
    String word();

    /** The names of the tasks of such a job, in their order. */
    List<String> tasks(JobOrder order);

    /**
     * Does a part of a task, or looks how far it is. Called again until it is done. Must not take longer than a few seconds.
     *
     * @throws JobFailure when it failed; the law of retries tells whether it is tried again
     */
    Step step(String task, JobContext job) throws JobFailure;

    /**
     * Takes back what was begun, when a job is cancelled or failed for good. Called again until it is done.
     *
     * @throws JobFailure when it failed; it is tried again
     */
    Step undo(JobContext job) throws JobFailure;
}
