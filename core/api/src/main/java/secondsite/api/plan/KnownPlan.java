package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * A plan as it is kept.
 *
 * @param version   rises with each change
 * @param made      when there was a first version
 * @param changed   when this version was made
 * @param changedBy who made it
 * @param tested    when the last test of it that went well was begun; null when there was none
 * @param openRun   the run that is not over; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KnownPlan(UUID id, int version, Instant made, Instant changed, String changedBy, Instant tested,
        UUID openRun, Plan plan) {}
