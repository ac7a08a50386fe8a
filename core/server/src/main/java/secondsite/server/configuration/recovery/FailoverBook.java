package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import secondsite.api.Json;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OpenFailover;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.protection.OpenFailovers;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptFailovers;
import secondsite.server.configuration.store.Transaction;

/**
 * The failovers: in memory those that are not over, as in the database; the others in the database only. Tells of every change of a state.
 * Safe for use by several threads.
 */
@Singleton
public final class FailoverBook implements OpenFailovers {

    private static final String STATE = "failover.state";
    private static final int MOST_TOLD = 200;

    private final Database database;
    private final KeptFailovers store;
    private final Events events;
    private final Map<UUID, Undertaking> open = new ConcurrentHashMap<>();

    @Inject
    FailoverBook(Database database, KeptFailovers store, Events events) {
        this.database = database;
        this.store = store;
        this.events = events;
        database.read(store::open).stream().map(FailoverBook::undertaking).forEach(each -> open.put(each.id(), each));
    }

    private static Undertaking undertaking(KeptFailovers.Row row) {
        try {
            return Json.read(row.course().getBytes(StandardCharsets.UTF_8), Undertaking.class);
        } catch (IOException e) {
            throw new UncheckedIOException("failover " + row.id() + " cannot be read", e);
        }
    }

    private static KeptFailovers.Row row(Undertaking of) {
        return new KeptFailovers.Row(of.id(), of.machine(), of.request().kind().name(), of.state().name(), of.begun(),
                Optional.ofNullable(of.ended()), new String(Json.write(of), StandardCharsets.UTF_8));
    }

    Optional<Undertaking> find(UUID id) {
        return Optional.ofNullable(open.get(id))
                .or(() -> database.read(all -> store.find(all, id)).map(FailoverBook::undertaking));
    }

    /** Those that are not over, the oldest first. */
    List<Undertaking> open() {
        return open.values().stream().sorted(Comparator.comparing(Undertaking::begun)).toList();
    }

    @Override
    public List<OpenFailover> of(UUID machine) {
        return open().stream().filter(each -> each.machine().equals(machine))
                .map(each -> new OpenFailover(each.id(), each.request().kind(), each.state(), each.begun())).toList();
    }

    /** The newest of a machine, those that are over too. */
    List<Undertaking> all(UUID machine) {
        return database.read(all -> store.of(all, machine, MOST_TOLD)).stream().map(FailoverBook::undertaking).toList();
    }

    /** The newest ones, those that are over too. */
    List<Undertaking> newest() {
        return database.read(all -> store.newest(all, MOST_TOLD)).stream().map(FailoverBook::undertaking).toList();
    }

    /** Those by which machines run elsewhere for good, or did. */
    List<Undertaking> committed() {
        return database.read(all -> store.in(all, FailoverState.COMMITTED.name())).stream()
                .map(FailoverBook::undertaking).toList();
    }

    /** Adds one, or replaces what it was, as part of a change. At most once of each within a change. */
    void put(Transaction change, Undertaking now) {
        store.put(change, row(now));
        FailoverState before = Optional.ofNullable(open.get(now.id())).map(Undertaking::state).orElse(null);
        if (before != now.state()) {
            tell(change, now);
        }
        change.whenOver(kept -> {
            if (kept && now.state().over()) {
                open.remove(now.id());
            } else if (kept) {
                open.put(now.id(), now);
            }
        });
    }

    private void tell(Transaction change, Undertaking now) {
        boolean failed = now.state() == FailoverState.FAILED;
        events.keep(change, STATE, failed ? Event.Severity.WARNING : Event.Severity.INFORMATION, now.id().toString(),
                now.name(), null, now.request().kind() + " " + now.state()
                        + (now.problem() == null ? "" : ": " + now.problem()));
    }

    /** The probes said no. */
    void tellOfProbes(Transaction change, Undertaking now, String detail) {
        events.keep(change, "failover.probes", Event.Severity.WARNING, now.id().toString(), now.name(),
                ErrorCode.PROBE_FAILED, detail);
    }

    /** Changes one that is not over. Durable on return. @return what it is now; empty when it is over */
    Optional<Undertaking> change(UUID id, UnaryOperator<Undertaking> changed) {
        return database.write(change -> Optional.ofNullable(open.get(id)).map(before -> {
            Undertaking after = changed.apply(before);
            put(change, after);
            return after;
        }));
    }

    void keep(UUID id, KeptFailovers.Evidence evidence) {
        database.write(change -> {
            store.setEvidence(change, id, evidence);
            return id;
        });
    }

    Optional<KeptFailovers.Evidence> evidence(UUID id) {
        return database.read(all -> store.evidence(all, id));
    }
}
