package secondsite.server.configuration.notification;

import java.util.List;
import secondsite.api.activity.Event;

/**
 * What is told at once.
 *
 * @param events in the order in which they happened; none with a test
 * @param more   further ones that are only counted
 */
record Batch(List<Event> events, long more) {

    static final Batch TEST = new Batch(List.of(), 0);

    Batch {
        events = List.copyOf(events);
    }

    boolean test() {
        return events.isEmpty();
    }
}
