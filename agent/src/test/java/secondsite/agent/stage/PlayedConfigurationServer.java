package secondsite.agent.stage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import secondsite.api.Json;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.OrderOutcome;

/** Remembers what agents report, and answers with what it was given. */
public final class PlayedConfigurationServer extends PlayedServer {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final List<AgentReport> reports = new ArrayList<>();
    private AgentAssignment assignment;
    private List<AgentOrder> orders = List.of();
    private boolean inventoryWanted;
    private boolean repeatsAssignment;

    public PlayedConfigurationServer(TlsIdentity identity) {
        super(identity);
    }

    @Override
    synchronized Object answer(String method, String path, HttpExchange exchange) throws IOException {
        assertThat(method + " " + path).isEqualTo("POST " + ReportClient.AGENT);
        AgentReport report = Json.read(exchange.getRequestBody().readAllBytes(), AgentReport.class);
        reports.add(report);
        notifyAll();
        boolean known = assignment == null || assignment.digest().equals(report.applied()) && !repeatsAssignment;
        boolean wanted = inventoryWanted;
        inventoryWanted = false;
        return new AgentAnswer(300, known ? null : assignment, orders, wanted);
    }

    public synchronized void assign(AgentAssignment what) {
        assignment = what;
    }

    /** Tells the assignment with each answer. */
    public synchronized void repeatAssignment() {
        repeatsAssignment = true;
    }

    /** Told with each answer from now on. */
    public synchronized void order(List<AgentOrder> what) {
        orders = List.copyOf(what);
    }

    public synchronized void wantInventory() {
        inventoryWanted = true;
    }

    public synchronized int count() {
        return reports.size();
    }

    public synchronized List<AgentReport> reports() {
        return List.copyOf(reports);
    }

    /** Waits for a report like this that comes after so many others. */
    public synchronized AgentReport awaitAfter(int count, String what, Predicate<AgentReport> like)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        for (int at = count;; at++) {
            while (reports.size() <= at) {
                long left = end - System.nanoTime();
                assertThat(left).as("waiting for a report: %s; the last was %s", what,
                        reports.isEmpty() ? "none" : reports.getLast()).isPositive();
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            if (like.test(reports.get(at))) {
                return reports.get(at);
            }
        }
    }

    /** Waits for a report like this, of which all was said from now on: one may be on its way. */
    public AgentReport await(String what, Predicate<AgentReport> like) throws InterruptedException {
        return awaitAfter(count() + 1, what, like);
    }

    /** Waits for a new report of this disk. */
    public DiskReport awaitDisk(UUID disk, String what, Predicate<DiskReport> like) throws InterruptedException {
        return of(disk, await(what, report -> report.disks().stream().anyMatch(
                each -> each.disk().equals(disk) && like.test(each))));
    }

    public static DiskReport of(UUID disk, AgentReport report) {
        return report.disks().stream().filter(each -> each.disk().equals(disk)).findFirst().orElseThrow();
    }

    /** Gives an order and waits for its outcome; stops telling it then. */
    public OrderOutcome carriedOut(AgentOrder order) throws InterruptedException {
        int before = count();
        order(List.of(order));
        AgentReport told = awaitAfter(before, "outcome of " + order, report -> outcome(order, report) != null);
        order(List.of());
        return outcome(order, told);
    }

    private static OrderOutcome outcome(AgentOrder order, AgentReport report) {
        return report.outcomes().stream().filter(each -> each.order().equals(order.id())).findFirst().orElse(null);
    }
}
