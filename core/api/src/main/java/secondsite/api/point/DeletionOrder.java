package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import secondsite.api.security.SecondPerson;

/**
 * Asks the configuration server to have points of a disk, or all that is kept of it, destroyed when a quarantine is over.
 *
 * @param masterTarget that keeps the disk; null for the one to which it is replicated
 * @param what         {@link Deletion.What#POINTS}, or {@link Deletion.What#REPLICA} of a disk that is not protected any more
 * @param from         of points: made then or later
 * @param to           of points: made then or before
 * @param reason       1 to 500 characters
 * @param secondPerson another one who agrees; needed for more than a fifth of a disk's points within a day, and for a replica
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeletionOrder(UUID disk, String masterTarget, Deletion.What what, Instant from, Instant to, String reason,
        SecondPerson secondPerson) {}
