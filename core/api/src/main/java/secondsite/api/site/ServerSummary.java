package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import secondsite.api.Contact;

/**
 * A server of the deployment. What is null is not known.
 *
 * @param kind       {@code process-server} or {@code master-target}: its role
 * @param name       unique among its kind, as its certificate says
 * @param address    where others reach it
 * @param site       id of the site where it stands
 * @param lastSeen   when it reported last, to some minutes when that was before the configuration server's start
 * @param skewMillis how far its clock is ahead of the configuration server's
 * @param disks      how many it handles
 * @param frozen     why nothing expires on a master target until a person confirms its clock
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServerSummary(String kind, String name, URI address, String version, UUID site, Instant firstSeen,
        Instant lastSeen, Contact contact, Long skewMillis, ServerLoad load, Integer disks, String frozen) {}
