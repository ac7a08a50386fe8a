package secondsite.server.configuration.health;

import java.time.Duration;
import java.time.Instant;

/**
 * What something was on average over the last minutes, what is newer counting more. Not for several threads.
 */
final class Average {

    private static final double MINUTES = 5;

    private double value;
    private Instant at;

    /** It was this much until this moment. */
    void until(Instant moment, double much) {
        if (at == null) {
            value = much;
        } else if (moment.isAfter(at)) {
            double minutes = Duration.between(at, moment).toMillis() / 60_000.0;
            value += (much - value) * (1 - Math.exp(-minutes / MINUTES));
        }
        at = moment;
    }

    double value() {
        return value;
    }
}
