package secondsite.api.replication;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * Over which servers a protected machine goes.
 *
 * @param machine        id
 * @param processServer  its name
 * @param masterTarget   its name
 * @param bytesPerSecond that its process server sent of it lately; null when nothing is known of any of its disks
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReplicationPath(UUID machine, String processServer, String masterTarget, Long bytesPerSecond) {}
