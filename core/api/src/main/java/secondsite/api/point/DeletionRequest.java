package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * Asks that points of a disk, or all that is kept of it, are destroyed when a quarantine is over.
 *
 * @param what         {@link Deletion.What#POINTS} or {@link Deletion.What#REPLICA}
 * @param from         of points: made then or later; null with {@code sequence}
 * @param to           of points: made then or before
 * @param sequence     of points: this one only; null with {@code from} and {@code to}
 * @param who          asks; 1 to 200 characters
 * @param reason       1 to 500 characters
 * @param secondPerson another one who agrees; needed for more than a fifth of a disk's points within a day, and for a replica
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeletionRequest(Deletion.What what, Instant from, Instant to, Long sequence, String who, String reason,
        String secondPerson) {

    /** All that is kept of a disk. */
    public static DeletionRequest replica(String who, String reason, String secondPerson) {
        return new DeletionRequest(Deletion.What.REPLICA, null, null, null, who, reason, secondPerson);
    }

    /** The points made in this time, both ends included. */
    public static DeletionRequest points(Instant from, Instant to, String who, String reason, String secondPerson) {
        return new DeletionRequest(Deletion.What.POINTS, from, to, null, who, reason, secondPerson);
    }

    /** One point. */
    public static DeletionRequest point(long sequence, String who, String reason, String secondPerson) {
        return new DeletionRequest(Deletion.What.POINTS, null, null, sequence, who, reason, secondPerson);
    }
}
