package secondsite.api.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Something that is not as it should be, from when that was seen until it is over. There is one at most that is open for each code and subject.
 *
 * @param id           rises
 * @param kind         of the subject: {@code machine}, {@code process-server}, {@code master-target}, {@code configuration-server} or
 *                     {@code plan}
 * @param subject      id of a machine or a plan, name of a server
 * @param about        its name, for people
 * @param severity     how bad it is now, or was last
 * @param detail       the evidence, with numbers
 * @param raised       when it was first seen
 * @param seen         when it was last seen, to some minutes
 * @param cleared      when it was over; null while it is open
 * @param times        how often it came, counting those when it was away for a moment only
 * @param acknowledged by whom it was taken note of; null while nobody has. It is not over by that
 * @param mutedUntil   nobody is notified of it until then; null when it is not muted
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Alert(long id, ErrorCode code, String kind, String subject, String about, Event.Severity severity,
        String detail, Instant raised, Instant seen, Instant cleared, long times, Acknowledgement acknowledged,
        Instant mutedUntil) {

    /** @param note what that person has to say; empty for nothing */
    public record Acknowledgement(String who, Instant time, String note) {}

    public boolean open() {
        return cleared == null;
    }
}
