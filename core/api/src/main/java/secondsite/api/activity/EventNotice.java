package secondsite.api.activity;

import java.time.Instant;
import java.util.List;

/**
 * What a webhook gets. It may come more than once: the ids tell.
 *
 * @param deployment fingerprint of the deployment's authority
 * @param sent       when
 * @param test       whether a person only tries whether it arrives
 * @param events     in the order in which they happened; none with a test
 * @param more       further ones that are not told, because they were too many
 */
public record EventNotice(String deployment, Instant sent, boolean test, List<Event> events, long more) {

    public EventNotice {
        events = List.copyOf(events);
    }
}
