package secondsite.engine.ship;

import java.time.Duration;
import java.util.Optional;

/**
 * How a disk's journal is shipped.
 *
 * @param sliceBytes     about how much goes into one request, before compression; never more than {@link Slice#LIMIT_BYTES}
 * @param slicesInFlight how many requests may be under way at once
 * @param packing        how batches are made into larger ones before they leave; empty to send them as they are
 * @param forceEvery     how often at most the journal is forced, so that what it holds may be sent
 * @param pollEvery      how often the receiver is asked for its position while the target lags behind it; after a slice was taken
 *                       an eighth of that, then twice as long each time
 * @param idleEvery      how often the receiver is asked when there is nothing to send
 * @param backOffFirst   how long about to wait after a first failure; doubled with each further one
 * @param backOffLimit   the longest wait after a failure
 * @param recheckEvery   how often a receiver that refuses for good is asked again; at first after {@code backOffFirst}, then twice as
 *                       long each time up to this
 */
public record ShippingSettings(int sliceBytes, int slicesInFlight, Optional<Packing> packing, Duration forceEvery,
        Duration pollEvery, Duration idleEvery, Duration backOffFirst, Duration backOffLimit, Duration recheckEvery) {

    public static final ShippingSettings DEFAULTS = new ShippingSettings(4 << 20, 3,
            Optional.of(new Packing(1 << 20, true)),
            Duration.ofMillis(200), Duration.ofMillis(250), Duration.ofSeconds(10), Duration.ofMillis(250),
            Duration.ofSeconds(30), Duration.ofSeconds(60));

    /** @param targetBytes raw payload of a packed batch, about, in bytes */
    public record Packing(int targetBytes, boolean compress) {}

    public ShippingSettings {
        if (sliceBytes < 1 || sliceBytes > Slice.LIMIT_BYTES) {
            throw new IllegalArgumentException(
                    "slices of " + sliceBytes + " bytes; 1 to " + Slice.LIMIT_BYTES + " are possible");
        }
        if (slicesInFlight < 1 || slicesInFlight > 64) {
            throw new IllegalArgumentException(slicesInFlight + " slices in flight; 1 to 64 are possible");
        }
    }

    /** The same, but batches leave as they are. */
    public ShippingSettings unpacked() {
        return new ShippingSettings(sliceBytes, slicesInFlight, Optional.empty(), forceEvery, pollEvery, idleEvery,
                backOffFirst, backOffLimit, recheckEvery);
    }
}
