package secondsite.server.configuration.health;

import java.time.Duration;
import java.util.Optional;
import secondsite.api.replication.Health;

/** What was found of a machine. @param rpo age of its newest state at the target; empty when that is not known, or there is none */
public record Judged(MachineFacts machine, Health health, Optional<Duration> rpo) {}
