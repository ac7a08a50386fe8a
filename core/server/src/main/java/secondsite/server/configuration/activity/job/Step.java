package secondsite.server.configuration.activity.job;

import java.time.Duration;
import java.util.Objects;
import secondsite.api.activity.Job;

/** How far a task is. */
public sealed interface Step {

    /** It is done. */
    record Done() implements Step {}

    /**
     * It goes on by itself.
     *
     * @param progress null when there is nothing to count
     * @param in       when to look again
     */
    record Again(Job.Progress progress, Duration in) implements Step {

        public Again {
            Objects.requireNonNull(in);
        }
    }
}
