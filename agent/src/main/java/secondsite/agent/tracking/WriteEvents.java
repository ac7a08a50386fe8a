package secondsite.agent.tracking;

import java.io.Closeable;
import java.io.IOException;

/**
 * The kernel's record of what a device has written. It is made by {@link #begin}, goes on when this process ends, in whatever way, and ends
 * with {@link #end} or with the machine. For one thread at a time.
 */
public interface WriteEvents extends Closeable {

    /** Hears of places that were written, zeroed or discarded, in bytes of the device; often more than once. */
    interface Sink {

        void written(long offset, long length);
    }

    /** Writes happened of which nobody will ever tell. */
    final class LostException extends IOException {

        private static final long serialVersionUID = 1;

        public LostException(String message) {
            super(message);
        }
    }

    /**
     * Goes on with the record that an earlier process left.
     *
     * @param told how many events that process was told, as it remembers
     * @return whether there is one that lacks nothing: nothing was lost, and nothing told that was not remembered
     */
    boolean resume(long told) throws IOException;

    /** Begins a new record; of what completes after the return every write is told, or said to be lost. */
    void begin() throws IOException;

    /**
     * Tells all writes that completed before the call and were not told yet.
     *
     * @throws LostException when there are some that cannot be told
     */
    void drain(Sink sink) throws IOException;

    /** @throws LostException when somebody has switched the record off */
    void check() throws IOException;

    /** How many events were told since the record began, by this process and those before. */
    long told();

    /** Ends the record. May be called when there is none. */
    void end() throws IOException;

    /** Lets go of it; the record goes on. */
    @Override
    void close() throws IOException;
}
