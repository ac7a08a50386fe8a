package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * How an agent makes recovery points by itself.
 *
 * @param crashSeconds       between crash-consistent points; 0 for none
 * @param appMinutes         between application-consistent points; 0 for none
 * @param preScript          run before file systems are frozen: program and arguments; empty for none
 * @param postScript         run after they are thawed, whatever happened: program and arguments; empty for none
 * @param scriptSeconds      how long each of them may run
 * @param freeze             mount points that are frozen for the moment of an application-consistent point
 * @param freezeMillis       how long they may be frozen; then they are thawed and the point is not made
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PointSettings(int crashSeconds, int appMinutes, List<String> preScript, List<String> postScript,
        int scriptSeconds, List<String> freeze, int freezeMillis) {

    public PointSettings {
        preScript = preScript == null ? List.of() : List.copyOf(preScript);
        postScript = postScript == null ? List.of() : List.copyOf(postScript);
        freeze = freeze == null ? List.of() : List.copyOf(freeze);
    }
}
