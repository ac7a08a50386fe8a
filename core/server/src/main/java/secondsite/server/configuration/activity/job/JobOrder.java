package secondsite.server.configuration.activity.job;

import java.util.Map;

/**
 * A job that somebody wants.
 *
 * @param type       word of its {@link JobType}
 * @param subject    id of what it is done to; jobs of the same subject do not run at the same time
 * @param about      its name, for people
 * @param who        wants it
 * @param parameters what the job needs to know; kept with it
 */
public record JobOrder(String type, String subject, String about, String who, Map<String, String> parameters) {

    public JobOrder {
        parameters = Map.copyOf(parameters);
    }
}
