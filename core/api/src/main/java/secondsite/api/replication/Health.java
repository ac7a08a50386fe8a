package secondsite.api.replication;

import java.util.List;
import secondsite.api.activity.ReportedProblem;

/** How well something is, and why it is not better. */
public record Health(Level level, List<ReportedProblem> reasons) {

    /** From best to worst. */
    public enum Level {
        OK, UNKNOWN, WARNING, CRITICAL
    }

    public Health {
        reasons = List.copyOf(reasons);
    }
}
