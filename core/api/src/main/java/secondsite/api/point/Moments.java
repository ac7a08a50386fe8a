package secondsite.api.point;

import java.time.Instant;

/** A time of which every moment can be recovered, both ends included. */
public record Moments(Instant from, Instant to) {}
