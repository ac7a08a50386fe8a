package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * A disk as it was, being written into a file.
 *
 * @param file       path on the master target's machine
 * @param state      {@code running}, {@code done}, {@code failed} or {@code cancelled}
 * @param doneBytes  how much of the disk is written
 * @param totalBytes size of the disk
 * @param error      why it failed; null when it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Extraction(UUID id, UUID disk, long sequence, String file, String format, String state, long doneBytes,
        long totalBytes, String error) {}
