package secondsite.server.configuration.notification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import secondsite.api.activity.Alert;
import secondsite.api.activity.Event;

/**
 * Of what somebody wants to be notified.
 *
 * @param least alerts that are less severe are not told
 * @param jobs  whether jobs that failed are told
 */
record Wanted(Event.Severity least, boolean jobs) {

    static final String RAISED = "alert.raised";
    static final String CLEARED = "alert.cleared";
    static final String FAILED = "job.failed";
    static final List<String> TYPES = List.of(RAISED, CLEARED, FAILED);

    /** @param alert that the event is about; empty when it is about none */
    boolean of(Event event, Optional<Alert> alert, Instant now) {
        return switch (event.type()) {
            case RAISED -> event.severity().compareTo(least) >= 0 && !muted(alert, now);
            case CLEARED -> alert.filter(over -> over.severity().compareTo(least) >= 0).isPresent()
                    && !muted(alert, now);
            case FAILED -> jobs;
            default -> false;
        };
    }

    private static boolean muted(Optional<Alert> alert, Instant now) {
        return alert.map(Alert::mutedUntil).filter(now::isBefore).isPresent();
    }
}
