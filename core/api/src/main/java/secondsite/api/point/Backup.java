package secondsite.api.point;

import java.time.Instant;

/**
 * A backup of the configuration server's database at a master target.
 *
 * @param name     letters a to z, digits and hyphens, at most 60
 * @param bytes    its size
 * @param sha256   its checksum, in hexadecimal
 * @param received when it came, by the master target's clock
 */
public record Backup(String name, long bytes, String sha256, Instant received) {}
