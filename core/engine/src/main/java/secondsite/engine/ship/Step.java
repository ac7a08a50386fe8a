package secondsite.engine.ship;

/** What a {@link Shipper} wants done next. */
public sealed interface Step {

    /** Ask the receiver for its position and report the answer under this ticket. */
    record Ask(long ticket) implements Step {}

    /** Send records from this one on, as far as they are durable and fit into a slice; say with {@link Shipper#sending} what it was. */
    record Send(long fromSequence) implements Step {}

    /** Nothing to do until an answer comes, there are new records, or this many nanoseconds have passed. */
    record Pause(long nanos) implements Step {}
}
