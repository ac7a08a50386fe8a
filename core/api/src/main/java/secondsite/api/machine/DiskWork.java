package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Long work on a disk. Bytes, seconds.
 *
 * @param secondsLeft null when it is not known
 * @param waiting     why nothing moves just now; null when something does
 * @param problem     why it failed and will be tried again; null when it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiskWork(Kind kind, State state, long doneBytes, long totalBytes, long sentBytes, long bytesPerSecond,
        Long secondsLeft, String waiting, String problem) {

    public enum Kind {
        INITIAL_REPLICATION, RESYNC, VERIFICATION
    }

    public enum State {
        WAITING, RUNNING, PAUSED, FAILED
    }
}
