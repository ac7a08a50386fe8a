package secondsite.server.configuration.recovery;

import java.util.Optional;
import secondsite.api.ProblemCode;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.replication.ProtectionAction;
import secondsite.server.configuration.point.PointChoice;
import secondsite.server.web.ProblemException;

/** What differs between the kinds of failover. */
final class Kinds {

    private Kinds() {}

    static ProtectionAction action(FailoverKind kind) {
        return switch (kind) {
            case TEST -> ProtectionAction.TEST_FAILOVER;
            case PLANNED, UNPLANNED -> throw new ProblemException(ProblemCode.CONFLICT,
                    "this version can only test failovers");
        };
    }

    /** The word of the job that does it. */
    static String job(FailoverKind kind) {
        return switch (kind) {
            case TEST -> TestFailover.WORD;
            case PLANNED, UNPLANNED -> throw new IllegalArgumentException(kind.name());
        };
    }

    static String point(FailoverRequest request) {
        return Optional.ofNullable(request.point()).orElse(PointChoice.LATEST);
    }
}
