package secondsite.server.process;

import java.time.InstantSource;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.engine.ship.Bandwidth;

/** Holds the bandwidth to a schedule by hours of the week. Safe for use by several threads. */
final class BandwidthHours {

    private final Bandwidth bandwidth;
    private final long configuredBytes;
    private final InstantSource clock;
    private BandwidthSchedule schedule;

    /** @param configuredBytes a limit that holds at all hours besides; 0 for none */
    BandwidthHours(Bandwidth bandwidth, long configuredBytes, InstantSource clock) {
        this.bandwidth = bandwidth;
        this.configuredBytes = configuredBytes;
        this.clock = clock;
    }

    /** From now on this schedule holds. */
    synchronized void follow(BandwidthSchedule wanted) {
        schedule = wanted;
        look();
    }

    /** Sets what holds at this moment; to be called each minute. */
    synchronized void look() {
        if (schedule == null) {
            return;
        }
        long now = schedule.at(clock.instant());
        long limit = now == 0 || configuredBytes == 0 ? now + configuredBytes : Math.min(now, configuredBytes);
        if (limit != bandwidth.limit()) {
            bandwidth.limit(limit);
        }
    }
}
