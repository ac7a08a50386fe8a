package secondsite.app.plans;

import java.time.Instant;
import java.util.UUID;
import secondsite.app.control.Status;

/**
 * A plan in the list.
 *
 * @param readiness  a status and its word
 * @param tested     when it was tested last and went well; null for never
 * @param rto        as measured by the last run that has one, and the goal
 * @param rtoSeconds for sorting; null when nothing was measured
 * @param last       the newest run, in words; empty for none
 */
public record PlanRow(UUID id, String name, Status status, String readiness, int machines, int groups, Instant tested,
        String rto, Double rtoSeconds, Status lastStatus, String last, UUID openRun) {}
