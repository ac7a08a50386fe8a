package secondsite.agent.protection;

import java.util.Optional;
import secondsite.agent.copy.CopyProgress;

/**
 * Long work on a disk.
 *
 * @param progress empty before it has begun
 * @param problem  what made it fail; it is tried again
 */
public record Job(Kind kind, State state, Optional<CopyProgress> progress, Optional<String> problem) {

    /** What is done. */
    public enum Kind {
        INITIAL_COPY, RESYNC
    }

    /** Where it stands. */
    public enum State {
        /** Another disk of this machine is at it, or is let go first. */
        WAITING, RUNNING,
        /** A person ordered that. */
        PAUSED,
        /** It failed, and is tried again in a moment. */
        FAILED
    }
}
