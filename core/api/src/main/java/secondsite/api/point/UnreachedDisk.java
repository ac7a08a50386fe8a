package secondsite.api.point;

import java.util.UUID;

/**
 * A disk of which nothing can be told now.
 *
 * @param name         of the disk
 * @param masterTarget that keeps it
 * @param problem      why it cannot be asked
 */
public record UnreachedDisk(UUID disk, UUID machine, String name, String masterTarget, String problem) {}
