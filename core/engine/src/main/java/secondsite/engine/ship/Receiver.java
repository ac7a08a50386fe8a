package secondsite.engine.ship;

/**
 * Whoever is sent to: a process server or a master target behind a network. Called by several threads at once. What goes wrong is an
 * answer, not an exception; a call returns within a limited time, and soon after its thread is interrupted.
 */
public interface Receiver {

    /** Sends a slice; {@link Answer.Accepted} only after it is durable at the receiver. */
    Answer send(Slice slice);

    /** Asks how far everything is durable; answers {@link Answer.Accepted} with it, or why not. Never a gap. */
    Answer position();
}
