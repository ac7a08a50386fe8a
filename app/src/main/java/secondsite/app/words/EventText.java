package secondsite.app.words;

import jakarta.inject.Inject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.api.activity.Event;
import secondsite.app.control.Status;
import secondsite.app.fx.Texts;

/** Says of an event what happened, and how bad that is. */
public final class EventText {

    /** Of a job: number and type, and what is wrong behind its code. */
    private static final Pattern JOB = Pattern.compile("(\\d+) ([a-z-]+): (?:.*? [A-Z_]{3,} (.*)|.*)", Pattern.DOTALL);

    private final Texts texts;
    private final ToldText told;

    @Inject
    public EventText(Texts texts, ToldText told) {
        this.texts = texts;
        this.told = told;
    }

    /** What else is to be said of it; empty for nothing. */
    public String detail(Event event) {
        if (event.detail() == null) {
            return "";
        }
        Matcher job = JOB.matcher(event.detail());
        if (event.type().startsWith("job.") && job.matches()) {
            String type = texts.textOr("job.type." + job.group(2), job.group(2));
            String line = texts.text("event.job.detail", job.group(1), type);
            return job.group(3) == null || job.group(3).isEmpty()
                    ? line
                    : texts.text("event.line", line, told.of(job.group(3)));
        }
        return "machine.state".equals(event.type())
                ? texts.textOr("machine.state." + event.detail(), event.detail())
                : told.of(event.detail());
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
