package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * A place with machines and servers.
 *
 * @param id   null for one that is to be made
 * @param name unique
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Site(UUID id, String name, SiteKind kind) {}
