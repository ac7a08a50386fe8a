package secondsite.api.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import secondsite.api.host.Probe;

/**
 * Asks to bring a machine up from its replica. What is null is as the machine's recovery settings say, or as is usual.
 *
 * @param point               {@code latest}, {@code latest-app}, {@code latest-group}, the id of a point, or a time in ISO 8601; null for
 *                            {@code latest}. A planned failover has none: it takes what the source wrote last
 * @param masterTarget        name of the one whose host runs it; it keeps the replica
 * @param production          in a test: connect it to the test networks of the mapping instead of an isolated one
 * @param probes              decide whether it works; null for those of the settings
 * @param shutDownSeconds     planned, and unplanned with {@code shutDownSource}: so long the source may take before it is forced off
 * @param shutDownSource      unplanned: whether the source is to be shut down first, if it can be; null for not. Planned: false when a
 *                            person has shut it down, or it cannot be; null for shutting it down
 * @param afterMinutes        when neither committed nor cancelled by then, what {@code afterwards} says is done, but a copy whose probes failed is
 *                            not committed so; null for never
 * @param afterwards          {@code COMMIT} or {@code CANCEL}
 * @param plan                the run of a recovery plan to which it belongs; the machines of one run reach each other in an isolated test, too
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailoverRequest(FailoverKind kind, String point, String masterTarget, Boolean production,
        List<Probe> probes, Integer shutDownSeconds, Boolean shutDownSource, Integer afterMinutes,
        Afterwards afterwards, UUID plan) {

    /** What is done by itself. */
    public enum Afterwards {
        COMMIT, CANCEL
    }

    public FailoverRequest {
        probes = probes == null ? null : List.copyOf(probes);
    }

    /** With everything as is usual. */
    public static FailoverRequest of(FailoverKind kind, String point) {
        return new FailoverRequest(kind, point, null, null, null, null, null, null, null, null);
    }
}
