package secondsite.server.configuration.activity.job;

import java.util.Optional;

/** The job that is being done, for its type. */
public interface JobContext {

    long number();

    JobOrder order();

    /** Adds a line to the job's log. */
    void log(String line);

    /** Keeps something for later steps; durable on return. */
    void remember(String key, String value);

    Optional<String> remembered(String key);
}
