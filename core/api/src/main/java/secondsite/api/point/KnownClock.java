package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * The clock of a master target. What is null is not known, or not so.
 *
 * @param time        what it shows
 * @param aheadMillis how far it is ahead of the configuration server's, the way of the answer included
 * @param frozen      why nothing expires there until a person confirms the time
 * @param since       when that was noticed, by the clock itself
 * @param problem     why it cannot be asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KnownClock(String masterTarget, Instant time, Long aheadMillis, String frozen, Instant since,
        String problem) {}
