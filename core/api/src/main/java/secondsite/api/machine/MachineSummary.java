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
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MachineSummary(UUID id, String name, String agent, String hostName, UUID group, UUID site,
        String operatingSystem, int disks, long bytes, Instant lastSeen, Contact contact) {}
