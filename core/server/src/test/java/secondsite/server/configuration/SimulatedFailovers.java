package secondsite.server.configuration;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.ProblemCode;
import secondsite.api.host.Probe;
import secondsite.api.host.ProbeAnswer;
import secondsite.api.recovery.CleaningRequest;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.PointChange;
import secondsite.api.recovery.ProbeResult;
import secondsite.server.configuration.plan.Copies;
import secondsite.server.configuration.recovery.Failovers;
import secondsite.server.web.ProblemException;

/**
 * Failovers of machines that do not exist: each is up when a test lets it be. What it was asked for outlives a server, as that of a real
 * one does in the database.
 */
final class SimulatedFailovers implements Failovers, Copies {

    /** Recorded by hand: one red point. */
    static final byte[] PICTURE = Base64.getDecoder().decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC");
    static final double LOST_SECONDS = 2.5;
    private static final Probe PROBE = new Probe.Tcp(22, 10);

    private final InstantSource clock;
    private final Map<UUID, Failover> all = new ConcurrentHashMap<>();
    /** Every order, in the order in which they came. */
    final List<UUID> orders = new ArrayList<>();
    final List<FailoverRequest> requests = new ArrayList<>();
    /** Machines that stay as they are until they are taken out here. */
    final Set<UUID> held = ConcurrentHashMap.newKeySet();
    /** Machines that do not come up, and why. */
    final Map<UUID, String> broken = new ConcurrentHashMap<>();
    /** Machines whose probes fail. */
    final Set<UUID> silent = ConcurrentHashMap.newKeySet();
    /** Machines of which no failover can be ordered, and why. */
    final Map<UUID, String> refused = new ConcurrentHashMap<>();
    /** The server dies once, right after it ordered one of these. */
    final Set<UUID> deadly = ConcurrentHashMap.newKeySet();

    SimulatedFailovers(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public FailoverPreview preview(UUID machine, FailoverRequest request) {
        return new FailoverPreview(machine, request.kind(), clock.instant().minus(Duration.ofSeconds(2)), LOST_SECONDS,
                null, "keeper", List.of(), List.of(), Optional.ofNullable(refused.get(machine)).stream().toList());
    }

    @Override
    public synchronized OrderedFailover order(UUID machine, FailoverRequest request, String who) {
        Optional.ofNullable(refused.get(machine)).ifPresent(why -> {
            throw new ProblemException(ProblemCode.CONFLICT, why);
        });
        if (of(machine).stream().anyMatch(each -> !each.state().over())) {
            throw new ProblemException(ProblemCode.CONFLICT, "a failover of it is not over");
        }
        orders.add(machine);
        requests.add(request);
        var made = new Failover(UUID.randomUUID(), machine, "machine", request.kind(), FailoverState.STARTING,
                request.point(), clock.instant().minus(Duration.ofSeconds(2)), LOST_SECONDS, "keeper",
                UUID.randomUUID(), who, 0, clock.instant(), null, null, null, null, null, null, null, request.plan(),
                null, null);
        all.put(made.id(), made);
        if (deadly.remove(machine)) {
            throw new IllegalStateException("died after the order");
        }
        return new OrderedFailover(made.id(), 0);
    }

    private Failover now(Failover failover) {
        boolean stays = held.contains(failover.machine());
        return switch (failover.state()) {
            case STARTING -> stays ? failover : put(started(failover));
            case CLEANING -> stays ? failover : put(with(failover, FailoverState.CLEANED, null, null, clock.instant()));
            default -> failover;
        };
    }

    private Failover started(Failover failover) {
        String why = broken.get(failover.machine());
        if (why != null) {
            return with(failover, FailoverState.FAILED, null, why, clock.instant());
        }
        return with(failover,
                failover.kind() == FailoverKind.TEST ? FailoverState.RUNNING : FailoverState.COMMIT_PENDING,
                !silent.contains(failover.machine()), null, null);
    }

    private Failover put(Failover failover) {
        all.put(failover.id(), failover);
        return failover;
    }

    private Failover with(Failover of, FailoverState state, Boolean works, String problem, Instant ended) {
        Instant now = clock.instant();
        return new Failover(of.id(), of.machine(), of.name(), of.kind(), state, of.point(), of.pointTime(),
                of.lostSeconds(), of.masterTarget(), of.hosted(), of.who(), of.job(), of.begun(),
                works == null ? of.up() : now, works == null ? of.works() : works,
                works == null
                        ? of.probes()
                        : List.of(new ProbeResult(PROBE, works, works ? "connected" : "<refused>", now)),
                ended, of.notes(), null, null, of.plan(), problem, null);
    }

    @Override
    public synchronized OrderedFailover clean(UUID failover, CleaningRequest request, String who) {
        Failover known = now(all.get(failover));
        if (known.state() != FailoverState.RUNNING) {
            throw new ProblemException(ProblemCode.CONFLICT, "it is " + known.state());
        }
        put(with(known, FailoverState.CLEANING, null, null, null));
        return new OrderedFailover(failover, 0);
    }

    @Override
    public OrderedFailover restart(UUID failover, String who) {
        throw new UnsupportedOperationException("plans start nothing again");
    }

    @Override
    public OrderedFailover change(UUID failover, PointChange request, String who) {
        throw new UnsupportedOperationException("plans change no points");
    }

    @Override
    public OrderedFailover commit(UUID failover, String who) {
        throw new UnsupportedOperationException("plans do not commit");
    }

    @Override
    public OrderedFailover cancel(UUID failover, String who) {
        throw new UnsupportedOperationException("plans cancel no failover");
    }

    @Override
    public synchronized Optional<Failover> find(UUID failover) {
        return Optional.ofNullable(all.get(failover)).map(this::now);
    }

    @Override
    public synchronized List<Failover> of(UUID machine) {
        return all.values().stream().filter(each -> each.machine().equals(machine)).map(this::now)
                .sorted((one, other) -> other.begun().compareTo(one.begun())).toList();
    }

    @Override
    public synchronized List<Failover> open() {
        return all.values().stream().map(this::now).filter(each -> !each.state().over()).toList();
    }

    @Override
    public ProbeAnswer ask(Failover of, Probe probe) throws IOException {
        if (silent.contains(of.machine())) {
            return new ProbeAnswer(false, "no answer");
        }
        return new ProbeAnswer(true, "it answered");
    }

    @Override
    public byte[] picture(Failover of) {
        return PICTURE.clone();
    }
}
