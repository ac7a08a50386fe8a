package secondsite.engine.ship;

/**
 * How far a disk's records are durable: at the receiver that answers (the gateway) and at the master target. For a master target both
 * are the same.
 *
 * @param epoch           the highest epoch the receiver has heard of
 * @param gatewaySequence last record durable at the receiver that answered
 * @param targetSequence  last record durable at the master target, as far as the receiver knows
 */
public record Position(int epoch, long gatewaySequence, long targetSequence) {

    public Position {
        if (epoch < 0 || gatewaySequence < 0 || targetSequence < 0 || targetSequence > gatewaySequence) {
            throw new IllegalArgumentException(
                    "position of epoch " + epoch + ", gateway " + gatewaySequence + ", target "
                            + targetSequence);
        }
    }

    /** The further of both in each respect; answers that overtake each other tell nothing older. */
    public Position max(Position other) {
        return new Position(Math.max(epoch, other.epoch), Math.max(gatewaySequence, other.gatewaySequence),
                Math.max(targetSequence, other.targetSequence));
    }
}
