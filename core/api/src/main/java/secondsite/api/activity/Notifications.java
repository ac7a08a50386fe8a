package secondsite.api.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * How notices are sent, and how that goes.
 *
 * @param settings without passwords and secrets
 */
public record Notifications(NotificationSettings settings, List<Channel> channels) {

    /**
     * One way.
     *
     * @param name     {@code mail} or {@code webhook}
     * @param attempts that failed since one went well
     * @param nextTry  when the next is; null when none failed
     * @param problem  why the last one failed; null when it did not
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Channel(String name, long attempts, Instant nextTry, String problem) {}

    public Notifications {
        channels = List.copyOf(channels);
    }
}
