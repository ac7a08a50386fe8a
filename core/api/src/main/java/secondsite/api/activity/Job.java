package secondsite.api.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A long action.
 *
 * @param number  by which people call it
 * @param type    what is done, like {@code enable-protection}
 * @param subject id of what it is done to; a machine's id for most
 * @param about   its name, for people
 * @param who     ordered it
 * @param ended   null while it is not over
 * @param problem why it failed or is tried again; null when all is well
 * @param nextTry when it is tried again; null when it is not waiting for that
 * @param tasks   in their order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Job(long number, String type, String subject, String about, String who, Instant begun, Instant ended,
        JobState state, ReportedProblem problem, Instant nextTry, List<Task> tasks) {

    /**
     * A step of it.
     *
     * @param name       what is done, like {@code initial-replication}
     * @param progress   null when there is nothing to count
     * @param attempts   how often it was begun
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Task(String name, JobState state, Instant begun, Instant ended, int attempts, Progress progress) {}

    /** @param secondsLeft null when it is not known. @param note what is waited for, for people; null for nothing */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Progress(long doneBytes, long totalBytes, long bytesPerSecond, Long secondsLeft, String note) {}

    public Job {
        tasks = List.copyOf(tasks);
    }
}
