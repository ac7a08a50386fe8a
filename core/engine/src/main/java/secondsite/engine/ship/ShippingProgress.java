package secondsite.engine.ship;

import java.util.Optional;

/**
 * How shipping goes.
 *
 * @param lastSequence     newest record in the journal here
 * @param position         what the receiver has, as far as is known
 * @param recordsWaiting   records not yet durable at the receiver
 * @param bytesWaiting     about how many bytes those take in the journal here
 * @param bytesSent        bytes sent since the start, as they went over the network
 * @param bytesPerSecond   over the last seconds
 * @param lagSeconds       age of the oldest record that is not yet durable at the target; 0 when all are
 * @param lastError        what went wrong last, until something went well again
 */
public record ShippingProgress(ShippingState state, long lastSequence, Position position, long recordsWaiting,
        long bytesWaiting, long bytesSent, long bytesPerSecond, double lagSeconds, Optional<String> lastError) {}
