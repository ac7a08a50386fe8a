package secondsite.server.configuration.health;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a program of the deployment.
 *
 * @param heard       empty when it has not reported since this server started
 * @param expected    since when a report could have come: when this server started, or the program joined
 * @param version     that it reported
 * @param certificate the newest of its certificates; empty when it has none that holds
 */
public record Program(Optional<Heard> heard, Instant expected, Optional<String> version,
        Optional<Validity> certificate) {

    /** Since when nothing came. */
    Instant silent() {
        return heard.map(Heard::arrived).orElse(expected);
    }
}
