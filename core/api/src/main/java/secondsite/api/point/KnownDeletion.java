package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * A deletion, and what it is about.
 *
 * @param machine that has the disk; null when it is not known any more
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KnownDeletion(String masterTarget, UUID machine, String machineName, String diskName,
        Deletion deletion) {}
