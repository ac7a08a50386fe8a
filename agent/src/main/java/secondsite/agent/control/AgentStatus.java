package secondsite.agent.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * How an agent and its disks stand; what {@code status} answers. Bytes, seconds.
 *
 * @param management by whom the agent is told what to do; null when it is its own file
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentStatus(String agent, List<DiskStatus> disks, Management management) {

    /**
     * An agent's configuration server.
     *
     * @param lastContact when it answered last; null when it did not since the start
     * @param problem     why it does not answer now; null when it does
     * @param assignment  digest of what is carried out; null when it never said anything
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Management(URI server, Instant lastContact, String problem, String assignment) {}

    /**
     * A disk.
     *
     * @param state      LOGGING, RESYNC_REQUIRED, RESYNCING, FENCED or UNPROTECTED
     * @param reason     why a comparison is required, for people; null while logging
     * @param dirtyBytes about how much is to be compared
     * @param shipping   null before it has begun
     * @param job        long work that is done or due; null when there is none
     * @param problems   what keeps something from going on, for people
     */
    public record DiskStatus(UUID id, String name, long size, String state, String reason, Instant since,
            SpoolStatus spool, long lastSequence, long dirtyBytes, Shipping shipping, Job job,
            List<String> problems) {}

    public record SpoolStatus(long bytes, long limit, boolean warning) {}

    /**
     * @param state      what it is at, for people
     * @param lagSeconds age of the oldest record that is not durable at the target
     */
    public record Shipping(String state, long gatewaySequence, long targetSequence, long recordsWaiting,
            long bytesWaiting, long bytesSent, long bytesPerSecond, double lagSeconds) {}

    /**
     * @param kind        INITIAL_COPY or RESYNC
     * @param state       WAITING, RUNNING, PAUSED or FAILED
     * @param secondsLeft null when it is not known
     * @param waiting     why nothing moves just now; null when something does
     */
    public record Job(String kind, String state, long doneBytes, long totalBytes, long sentBytes, long bytesPerSecond,
            Long secondsLeft, String waiting, String problem) {}
}
