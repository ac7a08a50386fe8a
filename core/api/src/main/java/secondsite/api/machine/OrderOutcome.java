package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import secondsite.api.activity.ReportedProblem;

/**
 * What came of an order.
 *
 * @param problem null when it was carried out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderOutcome(UUID order, ReportedProblem problem) {}
