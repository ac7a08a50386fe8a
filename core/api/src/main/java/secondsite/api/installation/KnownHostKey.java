package secondsite.api.installation;

import java.time.Instant;
import java.util.UUID;

/**
 * The key by which a machine is known.
 *
 * @param port        of SSH
 * @param fingerprint like {@code SHA256:...}, as {@code ssh-keygen -l} shows it
 * @param trusted     when it was believed first. @param who ordered that
 */
public record KnownHostKey(UUID id, String address, int port, String fingerprint, Instant trusted, String who) {}
