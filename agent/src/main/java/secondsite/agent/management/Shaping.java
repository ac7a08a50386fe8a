package secondsite.agent.management;

import java.time.DateTimeException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.engine.ship.Bandwidth;

/** Sets what the agent may send as the hours of the week want it. */
final class Shaping {

    private static final Logger LOG = LoggerFactory.getLogger(Shaping.class);

    private final Bandwidth bandwidth;
    private final InstantSource clock;

    Shaping(Bandwidth bandwidth, InstantSource clock) {
        this.bandwidth = bandwidth;
        this.clock = clock;
    }

    /** The limit of this moment holds from now on. */
    void look(BandwidthSchedule schedule) {
        try {
            long now = schedule.at(clock.instant());
            if (now != bandwidth.limit()) {
                bandwidth.limit(now);
                LOG.info("from now on {} bytes per second may be sent (0: no limit)", now);
            }
        } catch (DateTimeException | IllegalArgumentException e) {
            LOG.error("the bandwidth stays as it is; the hours that were told make no sense: {}", e.getMessage());
        }
    }
}
