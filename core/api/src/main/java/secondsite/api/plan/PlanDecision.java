package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * What a person decided in a run.
 *
 * @param what {@code confirmed}, {@code retried}, {@code skipped}, {@code stopped}, {@code cancelled} or {@code cleaned}
 * @param note of that person; null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanDecision(String who, Instant time, String what, String note) {}
