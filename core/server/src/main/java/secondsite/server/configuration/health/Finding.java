package secondsite.server.configuration.health;

import java.util.Comparator;
import java.util.List;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.replication.Health.Level;
import secondsite.api.replication.Health;

/**
 * Why something is not as well as it should be.
 *
 * @param level  how bad that is; never {@link Level#OK}
 * @param detail the evidence, with numbers
 */
public record Finding(ErrorCode code, Level level, String detail) {

    /** The worst first. */
    static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::level).reversed()
            .thenComparing(Finding::code);

    static Finding unknown(ErrorCode code, String detail) {
        return new Finding(code, Level.UNKNOWN, detail);
    }

    static Finding warning(ErrorCode code, String detail) {
        return new Finding(code, Level.WARNING, detail);
    }

    static Finding critical(ErrorCode code, String detail) {
        return new Finding(code, Level.CRITICAL, detail);
    }

    /** What all of them together mean. */
    static Health health(List<Finding> findings) {
        return new Health(findings.stream().map(Finding::level).max(Comparator.naturalOrder()).orElse(Level.OK),
                findings.stream().sorted(WORST_FIRST)
                        .map(finding -> new ReportedProblem(finding.code(), finding.detail())).toList());
    }
}
