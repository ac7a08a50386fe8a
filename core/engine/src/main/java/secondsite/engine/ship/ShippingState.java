package secondsite.engine.ship;

/** What a shipper is at. */
public sealed interface ShippingState {

    /** Asking the receiver how far it is. */
    record Asking() implements ShippingState {}

    /** Sending, or waiting for something to send. */
    record Shipping() implements ShippingState {}

    /**
     * Something that passes went wrong; it is tried again at this time (nanoseconds of the clock that never jumps).
     *
     * @param backPressure the receiver is well and asked for a pause
     */
    record Waiting(String reason, boolean backPressure, long untilNanos) implements ShippingState {}

    /** It cannot go on without somebody else's decision. */
    sealed interface Stopped extends ShippingState {}

    /** The receiver has heard of a higher epoch: this disk has been failed over, its sender may not ship. */
    record Fenced(int receiverEpoch) implements Stopped {}

    /** The receiver has records that this sender has not: the journal here is older than what was shipped from it. */
    record ReceiverAhead(long receiverSequence, long lastSequence) implements Stopped {}

    /** The receiver misses records that are no longer held here: it was set back, or lost what it had. */
    record ReceiverTooFarBehind(long expectedSequence, long firstSequence) implements Stopped {}

    /**
     * The receiver takes nothing of an epoch that is over, and the record that it needs next is of one: what was written before a failover
     * was not sent in time.
     *
     * @param receiverEpoch the oldest that it takes
     */
    record EpochOver(long expectedSequence, int receiverEpoch) implements Stopped {}

    /** The receiver refuses for good until a person has seen to it; asked again from time to time. */
    record Refused(String reason) implements Stopped {}

    /**
     * The journal here cannot be read.
     *
     * @param damaged what was durable is damaged; otherwise opening it anew may help
     */
    record SourceFailed(String reason, boolean damaged) implements Stopped {}
}
