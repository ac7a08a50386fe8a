package secondsite.server.configuration.activity.job;

import java.util.Optional;
import secondsite.api.activity.Job;
import secondsite.server.configuration.store.Transaction;

/** The jobs of this server. Safe for use by several threads. */
public interface Jobs {

    /**
     * Adds a job within a change: it is there if and only if the rest of the change is.
     *
     * @return its number
     * @throws secondsite.server.web.ProblemException when a job of the same subject is not over
     */
    long add(Transaction change, JobOrder order);

    /** Looks for work at once; called after the change in which a job was added. */
    void wake();

    Optional<Job> find(long number);

    /** The job of this subject that is not over. */
    Optional<Job> running(String subject);
}
