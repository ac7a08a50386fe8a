package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * A computer on which machines run.
 *
 * @param id       null for one that is to be made
 * @param name     unique
 * @param address  its name or address in the network
 * @param platform what makes machines of it, for people
 * @param group    id of its group
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Host(UUID id, String name, String address, String platform, UUID group) {}
