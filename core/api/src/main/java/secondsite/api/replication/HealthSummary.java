package secondsite.api.replication;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;

/**
 * How the deployment is, at a glance.
 *
 * @param time            of this judgement
 * @param machines        that are protected, or about to be
 * @param unprotected     machines
 * @param worstRpoSeconds of all protected machines of which it is known; null when it is known of none
 * @param worstRpoMachine id of that machine
 * @param worstRpoName    of that machine
 * @param rpoUnknown      protected machines of which it is not known
 * @param writtenPerSecond bytes that machines wrote, on average over some minutes
 * @param sentPerSecond   bytes that agents sent lately
 * @param criticalAlerts  that are open
 * @param warningAlerts   that are open
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthSummary(Instant time, Levels machines, long unprotected, Levels servers, Double worstRpoSeconds,
        UUID worstRpoMachine, String worstRpoName, long rpoUnknown, long writtenPerSecond, long sentPerSecond,
        long criticalAlerts, long warningAlerts) {

    /** How many are of each level. */
    public record Levels(long ok, long unknown, long warning, long critical) {}
}
