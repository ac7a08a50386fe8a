package secondsite.server.target;

import java.util.OptionalLong;

/**
 * What a replica says of itself.
 *
 * @param recoverable     there is at least one sequence to which the disk can be brought back now
 * @param oldest          oldest recoverable sequence; empty before the initial copy is over
 * @param newest          newest recoverable sequence
 * @param durableSequence newest sequence that is durable here, recoverable or not
 * @param durableMicros   its time, microseconds since 1970
 * @param journalBytes    what the journal takes
 * @param copiedChunks    chunks of the initial copy that are durable
 * @param chunks          chunks of the disk
 */
public record ReplicaStatus(State state, boolean recoverable, OptionalLong oldest, OptionalLong newest,
        long durableSequence, long durableMicros, long journalBytes, int copiedChunks, int chunks) {

    /** What the folder holds. */
    public enum State {
        /** The base image is being filled; nothing can be recovered. */
        INITIAL_COPY,
        /** The base is whole; recoverable as soon as the journal reaches the end of the copy. */
        COPIED
    }
}
