package secondsite.api.replication;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a resync would be, before it begins. Bytes, seconds.
 *
 * @param required        whether one is required
 * @param compareBytes    about how much is compared
 * @param secondsExpected null when nothing of the kind was measured yet
 * @param window          when it begins by itself if nobody orders it; null when none is required
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResyncPreview(boolean required, long compareBytes, Long secondsExpected, Instant window,
        List<Disk> disks) {

    /** @param reason why it is required, for people; null when it is not */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Disk(UUID disk, String name, String reason, long compareBytes) {}

    public ResyncPreview {
        disks = List.copyOf(disks);
    }
}
