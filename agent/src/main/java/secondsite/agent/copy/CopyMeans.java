package secondsite.agent.copy;

import java.time.InstantSource;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;

/**
 * What a copy or comparison works with.
 *
 * @param compress  LZ4 before sending
 * @param bandwidth shared with everybody who sends over the link
 */
public record CopyMeans(int epoch, boolean compress, Bandwidth bandwidth, InstantSource clock, MonotonicTime time) {}
