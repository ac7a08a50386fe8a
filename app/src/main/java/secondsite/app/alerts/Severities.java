package secondsite.app.alerts;

import secondsite.api.activity.Event.Severity;
import secondsite.app.control.Status;

/** How severities look. */
final class Severities {

    private Severities() {}

    static Status status(Severity severity) {
        return switch (severity) {
            case INFORMATION -> Status.OK;
            case WARNING -> Status.WARN;
            case CRITICAL -> Status.CRIT;
        };
    }

    /** Of its word. */
    static String key(Severity severity) {
        return "alerts.severity." + severity.name();
    }
}
