package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import secondsite.api.policy.Retention;

/**
 * Something that will be destroyed, or was. Until it is, all of it can be recovered, and the deletion can be undone.
 *
 * @param requested    when it was asked for, by the master target's clock
 * @param due          when it is destroyed; later when something holds it up
 * @param first        of points: the first sequence
 * @param last         of points: the last sequence
 * @param from         of points: time of the first record
 * @param to           of points: time of the last record
 * @param retention    of a shorter retention: what holds when the deletion is over
 * @param secondPerson who agreed; null when that was not needed
 * @param waits        why it is not done although it is due, for people; null when nothing holds it up
 * @param destroyed    when it was done; null while it is pending
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Deletion(UUID id, UUID disk, What what, Instant requested, Instant due, Long first, Long last,
        Instant from, Instant to, Retention retention, String who, String reason, String secondPerson, String waits,
        Instant destroyed) {

    /** What is destroyed. */
    public enum What {
        /** Points of a disk, and what of the journal only they need. */
        POINTS,
        /** The whole folder of a disk. */
        REPLICA,
        /** What a shorter retention does not keep. */
        RETENTION
    }

    /** Whether it can be undone. */
    public boolean pending() {
        return destroyed == null;
    }

    public Deletion waiting(String why) {
        return new Deletion(id, disk, what, requested, due, first, last, from, to, retention, who, reason,
                secondPerson, why, destroyed);
    }

    public Deletion destroyedAt(Instant time) {
        return new Deletion(id, disk, what, requested, due, first, last, from, to, retention, who, reason,
                secondPerson, null, time);
    }
}
