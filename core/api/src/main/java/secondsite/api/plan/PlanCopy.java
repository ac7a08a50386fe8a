package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A machine that a step brought up.
 *
 * @param failover    that did it
 * @param job         number of its job
 * @param ordered     when it was ordered
 * @param pointTime   moment to which its disks were brought back
 * @param lostSeconds so much of the newest past that left out: what was lost
 * @param up          when it ran
 * @param works       when its last probe passed; null where there was none, or one failed
 * @param probes      what became of them
 * @param host        whose host runs it
 * @param pictured    whether the evidence has a picture of its screen
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanCopy(UUID failover, long job, Instant ordered, Instant pointTime, Double lostSeconds, Instant up,
        Instant works, List<PlanProbe> probes, String host, boolean pictured) {

    public PlanCopy {
        probes = probes == null ? List.of() : List.copyOf(probes);
    }
}
