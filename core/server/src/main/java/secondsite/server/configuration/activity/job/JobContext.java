package secondsite.server.configuration.activity.job;

import java.util.Optional;

/** The job that is being done, for its type. Not to be asked within a change of the database: it makes changes of its own. */
public interface JobContext {

    long number();

    JobOrder order();

    /** Adds a line to the job's log, which keeps the last ten thousand; durable on return. */
    void log(String line);

    /** Keeps something for later steps, until a person tries the failed job again; durable on return. */
    void remember(String key, String value);

    Optional<String> remembered(String key);
}
