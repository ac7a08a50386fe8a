package secondsite.server.configuration.alert;

import java.util.List;
import java.util.Set;

/**
 * How everything stands at a moment.
 *
 * @param conditions at most one for each code and subject
 * @param unsure     subjects of which too little is known to say that something is over
 */
public record Situation(List<Condition> conditions, Set<Subject> unsure) {

    public Situation {
        conditions = List.copyOf(conditions);
        unsure = Set.copyOf(unsure);
    }
}
