package secondsite.agent.management;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.OrderOutcome;
import secondsite.engine.segment.DamagedException;

/**
 * Which orders were carried out, over restarts: each once, however often it is told. Each is carried out in a thread of its own. A point
 * that was begun when the agent ended is not made again: the moment for which it was ordered is over.
 */
final class OrderBook implements Closeable {

    static final String NAME = "orders.json";

    private static final Logger LOG = LoggerFactory.getLogger(OrderBook.class);
    private static final int MOST_REMEMBERED = 256;
    private static final int MOST_AT_ONCE = 64;

    /** @param heard whether the server knows it; told again if it asks again */
    record Done(OrderOutcome outcome, boolean heard) {}

    /**
     * What is kept.
     *
     * @param done    oldest first
     * @param begun   points that were begun and whose outcome is not known
     * @param resyncs disks whose ordered comparison has not ended
     */
    record Kept(List<Done> done, List<UUID> begun, Set<UUID> resyncs) {

        Kept {
            done = done == null ? List.of() : List.copyOf(done);
            begun = begun == null ? List.of() : List.copyOf(begun);
            resyncs = resyncs == null ? Set.of() : Set.copyOf(resyncs);
        }
    }

    private interface Change {
        void make() throws IOException;
    }

    private final KeptFile<Kept> file;
    private final OrderWork work;
    private final List<ManagedDisk> disks;
    private final Runnable ended;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Thread> running = new HashMap<>();
    private Kept kept = new Kept(List.of(), List.of(), Set.of());
    /** The file lacks something that is known here. */
    private boolean unsaved;
    private boolean closed;

    /**
     * @param disks those of the machine now, looked at anew each time
     * @param ended hears that there is an outcome to tell
     */
    OrderBook(KeptFile<Kept> file, OrderWork work, List<ManagedDisk> disks, Runnable ended) {
        this.file = file;
        this.work = work;
        this.disks = disks;
        this.ended = ended;
    }

    /** Reads what earlier runs have done. */
    void open() throws IOException {
        try {
            kept = file.read().orElse(kept);
        } catch (DamagedException e) {
            LOG.error("orders that were carried out before may be carried out again; {} was set aside as {}",
                    e.getMessage(), file.setAside());
        }
        for (UUID id : kept.begun()) {
            ended(id, Optional.of(new ReportedProblem(ErrorCode.POINT_NOT_MADE,
                    "the agent ended while it was made; order it again")));
        }
        disks.stream().filter(disk -> kept.resyncs().contains(disk.id())).forEach(ManagedDisk::resyncGoesOn);
    }

    /** Not yet known to the server, as far as can be told. */
    List<OrderOutcome> outcomes() {
        return locked(() -> kept.done().stream().filter(done -> !done.heard()).map(Done::outcome).toList());
    }

    /**
     * The server answered.
     *
     * @param reported the outcomes that it had been told
     * @throws IOException when nothing can be remembered; nothing new is begun then
     */
    void answered(List<OrderOutcome> reported, List<AgentOrder> orders) throws IOException {
        Set<UUID> wanted = new HashSet<>();
        orders.forEach(order -> wanted.add(order.id()));
        Set<UUID> told = new HashSet<>();
        reported.forEach(outcome -> told.add(outcome.order()));
        changing(() -> {
            heard(told, wanted);
            for (AgentOrder order : orders) {
                begin(order);
            }
        });
    }

    private void heard(Set<UUID> told, Set<UUID> wanted) throws IOException {
        var done = new ArrayList<Done>();
        for (Done each : kept.done()) {
            UUID id = each.outcome().order();
            boolean known = !wanted.contains(id) && (each.heard() || told.contains(id));
            done.add(new Done(each.outcome(), known));
        }
        while (done.size() > MOST_REMEMBERED && done.getFirst().heard()) {
            done.removeFirst();
        }
        save(new Kept(done, kept.begun(), openResyncs()));
    }

    private Set<UUID> openResyncs() {
        Set<UUID> open = new HashSet<>();
        disks.stream().filter(ManagedDisk::resyncIsOrdered).forEach(disk -> open.add(disk.id()));
        return open;
    }

    private void save(Kept next) throws IOException {
        if (unsaved || !next.equals(kept)) {
            file.write(next);
            kept = next;
            unsaved = false;
        }
    }

    private void begin(AgentOrder order) throws IOException {
        boolean known = order.id() == null || running.containsKey(order.id())
                || kept.done().stream().anyMatch(done -> done.outcome().order().equals(order.id()));
        if (known || closed || running.size() >= MOST_AT_ONCE) {
            return;
        }
        if (order.verb() != null && OrderWork.onceOnly(order.verb())) {
            var begun = new ArrayList<>(kept.begun());
            begun.add(order.id());
            save(new Kept(kept.done(), begun, kept.resyncs()));
        }
        LOG.info("order {}: {}", order.id(), order.verb());
        running.put(order.id(), Thread.ofVirtual().name("order " + order.id()).start(() -> run(order)));
    }

    private void run(AgentOrder order) {
        try {
            Optional<ReportedProblem> problem = attempt(order);
            problem.ifPresent(what -> LOG.warn("order {} was not carried out: {}", order.id(), what.detail()));
            changing(() -> {
                running.remove(order.id());
                ended(order.id(), problem);
            });
        } catch (InterruptedException _) {
            LOG.debug("order {} is left for the next start", order.id());
            return;
        } catch (IOException e) {
            LOG.error("the outcome of order {} could not be kept yet: {}", order.id(), e.getMessage());
        }
        ended.run();
    }

    private Optional<ReportedProblem> attempt(AgentOrder order) throws InterruptedException {
        if (order.verb() == null) {
            return Optional.of(new ReportedProblem(ErrorCode.ORDER_REFUSED, "this agent does not know such orders"));
        }
        try {
            work.carryOut(order);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(ReportedException.problem(e, OrderWork.failed(order.verb())));
        } catch (RuntimeException e) {
            LOG.error("order {}", order.id(), e);
            return Optional.of(ReportedException.problem(e, ErrorCode.INTERNAL));
        }
    }

    private void ended(UUID order, Optional<ReportedProblem> problem) throws IOException {
        var done = new ArrayList<>(kept.done());
        done.add(new Done(new OrderOutcome(order, problem.orElse(null)), false));
        var next = new Kept(done, kept.begun().stream().filter(begun -> !begun.equals(order)).toList(), openResyncs());
        // What happened is known here, whether it can be written down now or only later.
        kept = next;
        unsaved = true;
        save(next);
    }

    private void changing(Change change) throws IOException {
        lock.lock();
        try {
            change.make();
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /** Breaks off what is under way. */
    @Override
    public void close() {
        List<Thread> ending = locked(() -> {
            closed = true;
            return List.copyOf(running.values());
        });
        ending.forEach(Thread::interrupt);
        for (Thread each : ending) {
            join(each);
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
