package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a run is measured against.
 *
 * @param rtoSeconds from the order until the last machine works; null for no such goal
 * @param rpoSeconds so much of the newest past may be lost of any machine; null for no such goal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanGoals(Integer rtoSeconds, Integer rpoSeconds) {}
