package secondsite.api.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * How the backups of the configuration server stand.
 *
 * @param newest  when the newest one was made that is kept somewhere; null when there is none
 * @param problem why the last one could not be made; null when it could
 * @param sent    what became of the last one at each master target
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupStatus(Instant newest, String problem, List<SentBackup> sent) {

    /**
     * What became of a backup at a place.
     *
     * @param place   name of the master target
     * @param name    of the backup, by which it is found there
     * @param problem why it is not kept there; null when it is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SentBackup(String place, String name, long bytes, String problem) {}

    public BackupStatus {
        sent = List.copyOf(sent);
    }
}
