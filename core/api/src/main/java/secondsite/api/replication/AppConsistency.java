package secondsite.api.replication;

import java.util.List;

/**
 * How the applications of a machine are made quiet for an application-consistent point.
 *
 * @param preScript     run before file systems are frozen: program and arguments; empty for none
 * @param postScript    run after they are thawed: program and arguments; empty for none
 * @param scriptSeconds how long each of them may run: 1 to 600
 * @param freeze        mount points that are frozen
 * @param freezeMillis  how long they may be frozen: 100 to 30,000
 */
public record AppConsistency(List<String> preScript, List<String> postScript, int scriptSeconds, List<String> freeze,
        int freezeMillis) {

    public static final AppConsistency NONE = new AppConsistency(List.of(), List.of(), 60, List.of(), 2000);

    public AppConsistency {
        preScript = preScript == null ? List.of() : List.copyOf(preScript);
        postScript = postScript == null ? List.of() : List.copyOf(postScript);
        freeze = freeze == null ? List.of() : List.copyOf(freeze);
    }
}
