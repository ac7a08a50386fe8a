package secondsite.api.machine;

import java.util.UUID;

/**
 * A disk that an agent is to have, for a machine that is to write to it.
 *
 * @param name for people, and unique among the agent's disks; letters, digits, dots, dashes and underscores
 * @param size in bytes
 */
public record ServedDisk(UUID disk, String name, long size) {}
