package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.OrderOutcome;
import secondsite.api.machine.ReportedProblem;
import secondsite.server.configuration.inventory.AgentOrders;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.GivenOrders;
import secondsite.server.configuration.store.GivenOrders.Given;

/** What agents were told to do once. Kept until it is known what came of it, and a while longer. Safe for use by several threads. */
@Singleton
public final class OrderBook implements AgentOrders {

    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final int DETAIL = 4000;

    /** What came of an order. @param problem empty when it was carried out */
    record Outcome(Optional<ReportedProblem> problem) {}

    private final Database database;
    private final GivenOrders store;
    private final InstantSource clock;
    private final Map<String, List<AgentOrder>> pending = new ConcurrentHashMap<>();

    @Inject
    public OrderBook(Database database, GivenOrders store, InstantSource clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        database.read(store::pending).forEach(given -> add(given.agent(), order(given)));
    }

    private static AgentOrder order(Given given) {
        return new AgentOrder(given.id(), AgentOrder.Verb.valueOf(given.verb()), given.disks(),
                given.label().orElse(null));
    }

    private void add(String agent, AgentOrder order) {
        pending.merge(agent, List.of(order), (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
    }

    /** Tells an agent to do something, unless it was told so before. Durable on return. */
    void give(String agent, AgentOrder order) {
        boolean isNew = database.write(change -> {
            if (store.find(change, order.id()).isPresent()) {
                return false;
            }
            Instant now = clock.instant();
            store.forget(change, now.minus(REMEMBERED));
            store.add(change, new Given(order.id(), agent, order.verb().name(), order.disks(),
                    Optional.ofNullable(order.label()), now, Optional.empty(), Optional.empty(), ""));
            return true;
        });
        if (isNew) {
            add(agent, order);
        }
    }

    /** Nobody waits for it any more. An agent that has begun goes on. */
    void withdraw(String agent, UUID order) {
        ended(agent, new OrderOutcome(order, new ReportedProblem(ErrorCode.CANCELLED, "")));
    }

    /** What came of an order; empty while that is not known. */
    Optional<Outcome> outcome(UUID order) {
        return database.read(all -> store.find(all, order)).filter(given -> given.ended().isPresent())
                .map(given -> new Outcome(given.code().map(
                        code -> new ReportedProblem(ErrorCode.valueOf(code), given.detail()))));
    }

    @Override
    public List<AgentOrder> pending(String agent) {
        return pending.getOrDefault(agent, List.of());
    }

    @Override
    public void ended(String agent, OrderOutcome outcome) {
        if (pending(agent).stream().noneMatch(order -> order.id().equals(outcome.order()))) {
            return;
        }
        ReportedProblem problem = outcome.problem();
        database.write(change -> {
            store.end(change, outcome.order(), clock.instant(), problem == null ? null : problem.code().name(),
                    problem == null ? null : cut(problem.detail()));
            return null;
        });
        pending.computeIfPresent(agent, (_, orders) -> {
            List<AgentOrder> left = orders.stream().filter(order -> !order.id().equals(outcome.order())).toList();
            return left.isEmpty() ? null : left;
        });
    }

    private static String cut(String text) {
        return text.length() <= DETAIL ? text : text.substring(0, DETAIL);
    }
}
