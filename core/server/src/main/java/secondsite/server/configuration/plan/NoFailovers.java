package secondsite.server.configuration.plan;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.recovery.CleaningRequest;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.PointChange;
import secondsite.server.configuration.recovery.Failovers;
import secondsite.server.web.ProblemException;

/** A server that cannot fail over: it knows plans, and says so when one is run. */
public final class NoFailovers implements Failovers {

    private static final String WHY = "this server cannot fail machines over";

    private static ProblemException refused() {
        return new ProblemException(ProblemCode.UNAVAILABLE, WHY);
    }

    @Override
    public FailoverPreview preview(UUID machine, FailoverRequest request) {
        return new FailoverPreview(machine, request.kind(), null, null, null, null, List.of(), List.of(WHY));
    }

    @Override
    public OrderedFailover order(UUID machine, FailoverRequest request, String who) {
        throw refused();
    }

    @Override
    public OrderedFailover clean(UUID failover, CleaningRequest request, String who) {
        throw refused();
    }

    @Override
    public OrderedFailover change(UUID failover, PointChange request, String who) {
        throw refused();
    }

    @Override
    public OrderedFailover commit(UUID failover, String who) {
        throw refused();
    }

    @Override
    public OrderedFailover cancel(UUID failover, String who) {
        throw refused();
    }

    @Override
    public Optional<Failover> find(UUID failover) {
        return Optional.empty();
    }

    @Override
    public List<Failover> of(UUID machine) {
        return List.of();
    }

    @Override
    public List<Failover> open() {
        return List.of();
    }
}
