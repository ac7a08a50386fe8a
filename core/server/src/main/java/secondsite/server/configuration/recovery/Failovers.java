package secondsite.server.configuration.recovery;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.recovery.CleaningRequest;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.PointChange;

/**
 * What people, and recovery plans, have done with the replicas of machines. Each is refused with its reason when the machine or the failover
 * is not in the state for it, and is in the audit log. Safe for use by several threads.
 *
 * <p>All orders throw {@link secondsite.server.web.ProblemException}.
 */
public interface Failovers {

    /** What a failover would do; also when it could not be ordered, with the reasons. */
    FailoverPreview preview(UUID machine, FailoverRequest request);

    OrderedFailover order(UUID machine, FailoverRequest request, String who);

    /** Ends a test that runs, and leaves nothing of it but what is told of it. */
    OrderedFailover clean(UUID failover, CleaningRequest request, String who);

    /** Starts the copy anew from another point; what it wrote is forgotten. */
    OrderedFailover change(UUID failover, PointChange request, String who);

    /** The copy is the machine from now on. */
    OrderedFailover commit(UUID failover, String who);

    /** The copy is removed, and the source is the machine as before. */
    OrderedFailover cancel(UUID failover, String who);

    /** Starts a copy that does not run any more, though it should, as it is. */
    OrderedFailover restart(UUID failover, String who);

    Optional<Failover> find(UUID failover);

    /** Those of a machine, the newest first. */
    List<Failover> of(UUID machine);

    /** Those that are not over. */
    List<Failover> open();
}
