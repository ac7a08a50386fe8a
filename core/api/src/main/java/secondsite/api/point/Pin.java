package secondsite.api.point;

import java.time.Instant;
import java.util.UUID;

/**
 * A point that retention never gives up.
 *
 * @param id       names it at its disk
 * @param sequence the point
 * @param time     when its record was made
 * @param who      asked for it
 * @param made     when that was, by the master target's clock
 */
public record Pin(String id, UUID disk, long sequence, Instant time, String label, String who, Instant made) {}
