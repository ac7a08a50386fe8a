package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import secondsite.api.Contact;

/**
 * A machine in a list.
 *
 * @param name            for people; unique
 * @param agent           name of its agent
 * @param hostName        as the machine calls itself
 * @param group           id; null for none
 * @param site            id of its group's site; null for none
 * @param operatingSystem for people
 * @param disks           how many there are
 * @param bytes           size of all of them together
 * @param lastSeen        when its agent reported last, to some minutes when that was before the configuration server's start
 * @param protection      where it is in the life of its protection, like {@code PROTECTED}; the words are those of its protection itself
 * @param paused          whether its replication is paused
 * @param health          how well it is, like {@code WARNING}; null for one that is not protected, or not judged yet
 * @param rpoSeconds      age of what it could be brought back to now, as measured; null when it is not known
 * @param failover        kind of the failover that is not over, like {@code TEST}; null when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MachineSummary(UUID id, String name, String agent, String hostName, UUID group, UUID site,
        String operatingSystem, int disks, long bytes, Instant lastSeen, Contact contact,
        String protection, boolean paused, String health, Double rpoSeconds, String failover) {}
