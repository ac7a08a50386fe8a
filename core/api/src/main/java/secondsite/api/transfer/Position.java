package secondsite.api.transfer;

/**
 * How far a disk's records are durable.
 *
 * @param epoch           the highest epoch the receiver has heard of
 * @param gatewaySequence last record durable at the server that answers
 * @param targetSequence  last record durable at the master target, as far as that server knows
 */
public record Position(int epoch, long gatewaySequence, long targetSequence) {}
