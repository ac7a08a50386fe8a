package secondsite.api.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * What a policy costs, from what the machines were seen to write. Bytes are as the machines write them: how well they can be compressed, and how often
 * the same blocks are written again, is not measured, so that the journals will rather be smaller.
 *
 * @param points   of each machine
 * @param count    how many machines there are
 * @param machines the most costly ones
 * @param sum      of all machines
 * @param losses   what would be given up of the past because less is kept than now
 */
public record PolicyForecast(KeptPoints points, int count, List<MachineCost> machines, TotalCost sum,
        List<PolicyWarning> warnings,
        List<RetentionLoss> losses) {

    /**
     * How many points are kept of a machine. Besides, each write of the time of which everything is kept is a point.
     *
     * @param crash  crash-consistent ones within the time of which everything is kept
     * @param app    application-consistent ones within that time
     * @param hourly after that
     * @param daily  after that
     */
    public record KeptPoints(long crash, long app, long hourly, long daily) {}

    /**
     * What a machine costs.
     *
     * @param hoursMeasured       how long its writing was watched, at most two weeks
     * @param bytesPerDay         that it writes, and that are shipped
     * @param peakBytesPerSecond  in its busiest hour
     * @param journalBytes        most that its journals take
     * @param diskBytes           that its base images take at most
     * @param spoolSeconds        how long its agent can keep all writes while nothing is shipped; null when that is not known
     * @param backlogBytes        most that waits in a week because of limits of the bandwidth; null when it grows for ever
     * @param rpoSeconds          age that the newest record at the target reaches in a week because of those limits; null when it grows for ever
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MachineCost(UUID machine, String name, double hoursMeasured, long bytesPerDay,
            long peakBytesPerSecond,
            long journalBytes, long diskBytes, Long spoolSeconds, Long backlogBytes, Long rpoSeconds) {}

    /** What all machines cost together. */
    public record TotalCost(long bytesPerDay, long journalBytes, long diskBytes) {}

    public PolicyForecast {
        machines = List.copyOf(machines);
        warnings = List.copyOf(warnings);
        losses = List.copyOf(losses);
    }
}
