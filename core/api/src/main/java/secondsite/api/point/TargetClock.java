package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * A master target's clock, by which points expire and deletions end.
 *
 * @param time   what it shows
 * @param frozen why nothing expires until a person confirms the time; null when all is well
 * @param since  when that was noticed, by this clock; null when all is well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetClock(Instant time, String frozen, Instant since) {}
