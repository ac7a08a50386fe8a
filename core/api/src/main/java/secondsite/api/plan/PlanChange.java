package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A new version of a plan.
 *
 * @param version that it was made from: refused when there is a newer one; null for whatever there is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanChange(Integer version, Plan plan) {}
