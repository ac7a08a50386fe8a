package secondsite.api.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Something that happened, or a notice that something changed.
 *
 * @param id      rises; a stream goes on after it
 * @param type    like {@code machine.state}, {@code job.progress}, {@code alert.raised}
 * @param subject id of what it happened to: what a console asks for anew
 * @param about   its name, for people
 * @param code    what is or was wrong; null when nothing was
 * @param detail  what else is to be said; null for nothing
 * @param kept    whether it is written down; one that is not is only a notice
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Event(long id, Instant time, String type, Severity severity, String subject, String about,
        ErrorCode code, String detail, boolean kept) {

    public enum Severity {
        INFORMATION, WARNING, CRITICAL
    }
}
