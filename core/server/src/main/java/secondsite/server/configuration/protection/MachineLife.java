package secondsite.server.configuration.protection;

import static secondsite.api.replication.ProtectionState.COMMIT_PENDING;
import static secondsite.api.replication.ProtectionState.DISABLING;
import static secondsite.api.replication.ProtectionState.ENABLING;
import static secondsite.api.replication.ProtectionState.FAILED_OVER;
import static secondsite.api.replication.ProtectionState.FAILING_OVER;
import static secondsite.api.replication.ProtectionState.FINALIZING;
import static secondsite.api.replication.ProtectionState.INITIAL_REPLICATION;
import static secondsite.api.replication.ProtectionState.PROTECTED;
import static secondsite.api.replication.ProtectionState.RESYNCHRONIZING;
import static secondsite.api.replication.ProtectionState.RESYNC_REQUIRED;
import static secondsite.api.replication.ProtectionState.UNPROTECTED;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import secondsite.api.activity.ErrorCode;
import secondsite.api.replication.AllowedAction;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.replication.ProtectionState;

/**
 * The life of a machine's protection: its states, what leads out of each, and what a person may do in it.
 *
 * <pre>
 * UNPROTECTED          ENABLED   → ENABLING
 * ENABLING             CREATED   → INITIAL_REPLICATION, DISABLED → DISABLING
 * INITIAL_REPLICATION  COPIED    → FINALIZING,          DISABLED → DISABLING
 * FINALIZING           FINALIZED → PROTECTED,           DISABLED → DISABLING
 * PROTECTED            GAP → RESYNC_REQUIRED, COMPARING → RESYNCHRONIZING, MOVED → INITIAL_REPLICATION, DISABLED → DISABLING,
 *                      FAILOVER → FAILING_OVER
 * RESYNC_REQUIRED      COMPARING → RESYNCHRONIZING, EQUAL → PROTECTED,     MOVED → INITIAL_REPLICATION, DISABLED → DISABLING,
 *                      FAILOVER → FAILING_OVER
 * RESYNCHRONIZING      EQUAL → PROTECTED, GAP → RESYNC_REQUIRED, DISABLED → DISABLING, FAILOVER → FAILING_OVER
 * FAILING_OVER         UP → COMMIT_PENDING, TAKEN_BACK → PROTECTED
 * COMMIT_PENDING       COMMITTED → FAILED_OVER, TAKEN_BACK → PROTECTED
 * FAILED_OVER          REVERSED  → INITIAL_REPLICATION, DISABLED → DISABLING
 * DISABLING            GONE      → UNPROTECTED
 * </pre>
 */
final class MachineLife {

    /** What happens to a machine. */
    enum Happening {
        ENABLED, CREATED, COPIED, FINALIZED, GAP, COMPARING, EQUAL, MOVED, DISABLED, GONE, FAILOVER, UP, COMMITTED, TAKEN_BACK, REVERSED
    }

    /**
     * What decides what may be done.
     *
     * @param job        whether a job works on the machine
     * @param known      whether its agent has told what the machine is
     * @param disks      disks that are protected
     * @param spareDisks disks that are not
     * @param tested     whether a test failover of it is not cleaned up
     * @param left       whether it runs elsewhere, and what its agent has is old
     */
    record Situation(ProtectionState state, boolean paused, boolean job, boolean known, int disks, int spareDisks,
            boolean tested, boolean left) {}

    private static final Map<ProtectionState, Map<Happening, ProtectionState>> NEXT = Map.ofEntries(
            Map.entry(UNPROTECTED, Map.of(Happening.ENABLED, ENABLING)),
            Map.entry(ENABLING, Map.of(Happening.CREATED, INITIAL_REPLICATION, Happening.DISABLED, DISABLING)),
            Map.entry(INITIAL_REPLICATION, Map.of(Happening.COPIED, FINALIZING, Happening.DISABLED, DISABLING)),
            Map.entry(FINALIZING, Map.of(Happening.FINALIZED, PROTECTED, Happening.DISABLED, DISABLING)),
            Map.entry(PROTECTED, Map.of(Happening.GAP, RESYNC_REQUIRED, Happening.COMPARING, RESYNCHRONIZING,
                    Happening.MOVED, INITIAL_REPLICATION, Happening.DISABLED, DISABLING, Happening.FAILOVER,
                    FAILING_OVER)),
            Map.entry(RESYNC_REQUIRED, Map.of(Happening.COMPARING, RESYNCHRONIZING, Happening.EQUAL, PROTECTED,
                    Happening.MOVED, INITIAL_REPLICATION, Happening.DISABLED, DISABLING, Happening.FAILOVER,
                    FAILING_OVER)),
            Map.entry(RESYNCHRONIZING, Map.of(Happening.EQUAL, PROTECTED, Happening.GAP, RESYNC_REQUIRED,
                    Happening.DISABLED, DISABLING, Happening.FAILOVER, FAILING_OVER)),
            Map.entry(FAILING_OVER, Map.of(Happening.UP, COMMIT_PENDING, Happening.TAKEN_BACK, PROTECTED)),
            Map.entry(COMMIT_PENDING, Map.of(Happening.COMMITTED, FAILED_OVER, Happening.TAKEN_BACK, PROTECTED)),
            Map.entry(FAILED_OVER, Map.of(Happening.REVERSED, INITIAL_REPLICATION, Happening.DISABLED, DISABLING)),
            Map.entry(DISABLING, Map.of(Happening.GONE, UNPROTECTED)));

    /** There is a whole replica, or was one. */
    private static final Set<ProtectionState> REPLICATED = EnumSet.of(PROTECTED, RESYNC_REQUIRED, RESYNCHRONIZING);
    private static final Set<ProtectionState> REPLICATING = EnumSet.of(INITIAL_REPLICATION, FINALIZING, PROTECTED,
            RESYNC_REQUIRED, RESYNCHRONIZING);

    private MachineLife() {}

    /** The state after something happened; empty when that leads nowhere from here. */
    static Optional<ProtectionState> after(ProtectionState state, Happening happening) {
        return Optional.ofNullable(NEXT.get(state).get(happening));
    }

    static boolean replicated(ProtectionState state) {
        return REPLICATED.contains(state);
    }

    /** All actions, each with the reason why it is not allowed now. */
    static List<AllowedAction> actions(Situation now) {
        return Arrays.stream(ProtectionAction.values()).map(action -> {
            Optional<ErrorCode> reason = refusal(action, now);
            return new AllowedAction(action, reason.isEmpty(), reason.orElse(null));
        }).toList();
    }

    /** Why an action is not allowed now; empty when it is. */
    static Optional<ErrorCode> refusal(ProtectionAction action, Situation now) {
        return Optional.ofNullable(switch (action) {
            case ENABLE -> enabling(now);
            case PAUSE -> !REPLICATING.contains(now.state())
                    ? elsewhere(now)
                    : now.paused() ? ErrorCode.PAUSED : null;
            case RESUME -> now.paused() ? null : ErrorCode.NOT_PAUSED;
            case RESYNC -> now.state() == RESYNCHRONIZING ? ErrorCode.RESYNC_RUNNING : working(now);
            case VERIFY -> working(now) == null && now.state() != PROTECTED ? ErrorCode.RESYNC_REQUIRED : working(now);
            case ADD_DISK -> settled(now) == null && now.spareDisks() == 0 ? ErrorCode.NO_DISKS : settled(now);
            case REMOVE_DISK -> settled(now) == null && now.disks() < 2 ? ErrorCode.LAST_DISK : settled(now);
            case MOVE -> now.state() == RESYNCHRONIZING
                    ? ErrorCode.RESYNC_RUNNING
                    : working(now) == null && now.tested() ? ErrorCode.FAILOVER_OPEN : working(now);
            case SET_POLICY -> REPLICATING.contains(now.state()) ? null : elsewhere(now);
            case BOOKMARK, APP_POINT -> now.state() == RESYNCHRONIZING || now.state() == RESYNC_REQUIRED
                    ? ErrorCode.RESYNC_REQUIRED
                    : working(now);
            case DISABLE -> disabling(now);
            case TEST_FAILOVER -> testing(now);
            case PLANNED_FAILOVER -> working(now) == null && now.state() != PROTECTED
                    ? ErrorCode.RESYNC_REQUIRED
                    : working(now);
            case UNPLANNED_FAILOVER -> settled(now);
            case CHANGE_POINT, COMMIT, CANCEL_FAILOVER -> now.state() == COMMIT_PENDING || now.state() == FAILING_OVER
                    ? job(now)
                    : ErrorCode.NO_FAILOVER;
            case REVERSE -> now.state() == FAILED_OVER ? job(now) : ErrorCode.NOT_FAILED_OVER;
        });
    }

    private static ErrorCode enabling(Situation now) {
        if (now.state() != UNPROTECTED) {
            return now.state() == FAILED_OVER ? ErrorCode.FAILED_OVER : ErrorCode.ALREADY_PROTECTED;
        }
        if (now.left()) {
            return ErrorCode.FAILED_OVER;
        }
        return !now.known() ? ErrorCode.AGENT_NEVER_SEEN : now.spareDisks() == 0 ? ErrorCode.NO_DISKS : job(now);
    }

    private static ErrorCode disabling(Situation now) {
        return now.state() == UNPROTECTED || now.state() == DISABLING
                ? ErrorCode.NOT_PROTECTED
                : now.tested() || now.state() == FAILING_OVER || now.state() == COMMIT_PENDING
                        ? ErrorCode.FAILOVER_OPEN
                        : job(now);
    }

    /** For what needs a source that is replicated. */
    private static ErrorCode elsewhere(Situation now) {
        return switch (now.state()) {
            case FAILING_OVER, COMMIT_PENDING -> ErrorCode.FAILOVER_OPEN;
            case FAILED_OVER -> ErrorCode.FAILED_OVER;
            default -> ErrorCode.NOT_PROTECTED;
        };
    }

    /** Other jobs go on beside it. */
    private static ErrorCode testing(Situation now) {
        return switch (now.state()) {
            case UNPROTECTED, DISABLING, ENABLING, FAILING_OVER, COMMIT_PENDING, FAILED_OVER -> elsewhere(now);
            case INITIAL_REPLICATION, FINALIZING -> ErrorCode.INITIAL_REPLICATION_RUNNING;
            case PROTECTED, RESYNC_REQUIRED, RESYNCHRONIZING -> now.tested() ? ErrorCode.FAILOVER_OPEN : null;
        };
    }

    /** For what needs a replica and something to be sent. */
    private static ErrorCode working(Situation now) {
        return settled(now) == null && now.paused() ? ErrorCode.PAUSED : settled(now);
    }

    /** For what needs a replica. */
    private static ErrorCode settled(Situation now) {
        return switch (now.state()) {
            case UNPROTECTED, DISABLING, ENABLING, FAILING_OVER, COMMIT_PENDING, FAILED_OVER -> elsewhere(now);
            case INITIAL_REPLICATION, FINALIZING -> ErrorCode.INITIAL_REPLICATION_RUNNING;
            case PROTECTED, RESYNC_REQUIRED, RESYNCHRONIZING -> job(now);
        };
    }

    private static ErrorCode job(Situation now) {
        return now.job() ? ErrorCode.JOB_RUNNING : null;
    }
}
