package secondsite.engine.ship;

import java.time.Duration;

/** What became of a slice, or of the question for the position. */
public sealed interface Answer {

    /** It is durable, or was already; this far everything is. */
    record Accepted(Position position) implements Answer {}

    /** Records are missing before it: send from the expected one on. Nothing was changed. */
    record Gap(long expectedSequence) implements Answer {}

    /** The receiver has heard of a higher epoch; whoever sends in the old one is fenced off. Nothing was changed. */
    record StaleEpoch(int receiverEpoch) implements Answer {}

    /** The receiver is there and well, but has no room now: come again after this time. Nothing was changed. */
    record Busy(Duration retryAfter, String reason) implements Answer {}

    /** Not known what became of it: nobody answered in time, or the receiver is in trouble that passes. Try again. */
    record Unavailable(String reason) implements Answer {}

    /** It was refused and will be again; a person must see to it. Nothing was changed. */
    record Refused(String reason) implements Answer {}
}
