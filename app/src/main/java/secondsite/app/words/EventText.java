package secondsite.app.words;

import jakarta.inject.Inject;
import secondsite.api.activity.Event;
import secondsite.app.control.Status;
import secondsite.app.fx.Texts;

/** Says of an event what happened, and how bad that is. */
public final class EventText {

    private final Texts texts;

    @Inject
    public EventText(Texts texts) {
        this.texts = texts;
    }

    /** Without the name of what it happened to. */
    public String what(Event event) {
        return texts.textOr("event." + event.type(), event.type());
    }

    /** The name first. */
    public String line(Event event) {
        return event.about() == null || event.about().isEmpty()
                ? what(event)
                : texts.text("event.line", event.about(), what(event));
    }

    public static Status status(Event.Severity severity) {
        return switch (severity) {
            case INFORMATION -> Status.OK;
            case WARNING -> Status.WARN;
            case CRITICAL -> Status.CRIT;
        };
    }

    public String severity(Event.Severity severity) {
        return texts.text("event.severity." + severity.name());
    }
}
