package secondsite.server.configuration.recovery;

import java.util.Optional;
import java.util.UUID;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.replication.ProtectionAction;
import secondsite.server.configuration.point.PointChoice;

/** What differs between the kinds of failover. */
final class Kinds {

    private Kinds() {}

    static ProtectionAction action(FailoverKind kind) {
        return switch (kind) {
            case TEST -> ProtectionAction.TEST_FAILOVER;
            case PLANNED -> ProtectionAction.PLANNED_FAILOVER;
            case UNPLANNED -> ProtectionAction.UNPLANNED_FAILOVER;
        };
    }

    /** The word of the job that does it. */
    static String job(FailoverKind kind) {
        return switch (kind) {
            case TEST -> TestFailover.WORD;
            case PLANNED -> FailoverInEarnest.PLANNED;
            case UNPLANNED -> FailoverInEarnest.UNPLANNED;
        };
    }

    /** Subject of its jobs: a test goes on beside other jobs of the machine. */
    static String subject(FailoverKind kind, UUID machine) {
        return kind == FailoverKind.TEST ? machine + "/" + TestFailover.WORD : machine.toString();
    }

    /** Whose job it is. */
    static UUID machine(String subject) {
        return UUID.fromString(subject.split("/", 2)[0]);
    }

    static String point(FailoverRequest request) {
        return Optional.ofNullable(request.point()).orElse(PointChoice.LATEST);
    }
}
