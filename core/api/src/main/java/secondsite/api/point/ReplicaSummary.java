package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A disk that is kept.
 *
 * @param size            in bytes
 * @param state           {@code initial-copy}, {@code copied}, or {@code damaged}
 * @param oldest          oldest recoverable sequence; null when there is none
 * @param newest          newest recoverable sequence; null when there is none
 * @param durableSequence newest record that is durable here
 * @param durableTime     its time; null when there is none
 * @param copiedChunks    chunks of the initial copy that are here
 * @param chunks          chunks of the disk
 * @param problem         what is wrong with it; null when nothing is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplicaSummary(UUID disk, String machine, String name, long size, String state, Long oldest, Long newest,
        long durableSequence, Instant durableTime, long journalBytes, int copiedChunks, int chunks, String problem) {}
