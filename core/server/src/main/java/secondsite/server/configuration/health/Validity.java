package secondsite.server.configuration.health;

import java.time.Instant;

/** How long a certificate holds. */
public record Validity(Instant issued, Instant ends) {}
