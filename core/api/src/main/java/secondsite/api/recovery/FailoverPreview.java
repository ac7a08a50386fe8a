package secondsite.api.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a failover would do, before it is ordered.
 *
 * @param pointTime    moment to which the disks would be brought back; null when there is none
 * @param lostSeconds  so much of the newest past that leaves out
 * @param lostBytes    about what was written in that time, where that is known
 * @param masterTarget whose host would run it
 * @param cards        of the copy, in order
 * @param warnings     what should be known
 * @param refusals     why it cannot be ordered; empty when it can
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailoverPreview(UUID machine, FailoverKind kind, Instant pointTime, Double lostSeconds, Long lostBytes,
        String masterTarget, List<PlannedCard> cards, List<Remark> warnings, List<String> refusals) {

    public FailoverPreview {
        cards = List.copyOf(cards);
        warnings = List.copyOf(warnings);
        refusals = List.copyOf(refusals);
    }
}
