package secondsite.server.configuration;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.OrderOutcome;
import secondsite.server.configuration.PointStage.Machine;
import secondsite.server.stage.Sender;

/** Stands in for a machine's agent that has its power switch: reports again and again, over real TLS, and does what it is told. */
final class SourceStandIn implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;

    private final PointStage stage;
    private final HostStandIn host;
    private final Machine machine;
    private final Map<UUID, OrderOutcome> outcomes = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("source").unstarted(this::run);
    /** Null for an agent that knows nothing of it. */
    volatile AgentReport.Power power = AgentReport.Power.RUNNING;
    /** Its system does not listen to the power button. */
    volatile boolean deaf;
    /** Nothing is heard of it. */
    volatile boolean silent;
    /** Nothing is heard of its master target. */
    volatile boolean targetSilent;
    /** Its newest records do not get away. */
    volatile boolean stuck;
    /** It is not known whether the replica has all that it wrote, once it may write. */
    volatile boolean doubted;
    volatile AgentAssignment assignment;
    private volatile boolean closed;

    /** @param host whose list of orders also has what befalls the source */
    SourceStandIn(PointStage stage, HostStandIn host, Machine machine) {
        this.stage = stage;
        this.host = host;
        this.machine = machine;
        thread.start();
    }

    boolean fenced() {
        return assignment != null && !assignment.disks().isEmpty() && assignment.disks().getFirst().fence() != null;
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    if (!silent) {
                        report();
                    }
                    if (!targetSilent) {
                        stage.report(host);
                    }
                } catch (IOException e) {
                    // The server is being started anew: the next report tells the same.
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void report() throws IOException {
        AgentAnswer answer = machine.agent().report(new AgentReport("1", Instant.now(),
                assignment == null ? null : assignment.digest(), null, null,
                machine.disks().stream().map(this::disk).toList(), List.copyOf(outcomes.values()), power));
        boolean before = fenced();
        if (answer.assignment() != null) {
            assignment = answer.assignment();
        }
        if (before != fenced()) {
            host.orders.add(fenced() ? "source fenced" : "source released");
        }
        outcomes.keySet().removeIf(id -> answer.orders().stream().noneMatch(order -> order.id().equals(id)));
        answer.orders().forEach(this::obey);
    }

    private void obey(AgentOrder order) {
        if (outcomes.putIfAbsent(order.id(), new OrderOutcome(order.id(), null)) != null) {
            return;
        }
        switch (order.verb()) {
            case SHUT_DOWN -> {
                if (!deaf) {
                    off("source shut down");
                }
            }
            case FORCE_OFF -> off("source forced off");
            default -> {
                // Nothing else is of interest here, and nothing comes of it.
            }
        }
    }

    private void off(String how) {
        host.orders.add(how);
        power = AgentReport.Power.SHUT_DOWN;
    }

    private DiskReport disk(UUID disk) {
        Sender sender = stage.sender(disk);
        long last = sender.spool().lastSequence();
        long there = stuck ? last - 1 : sender.progress().position().targetSequence();
        DiskReport.State writable = doubted ? DiskReport.State.RESYNC_REQUIRED : DiskReport.State.LOGGING;
        return new DiskReport(disk, fenced() ? DiskReport.State.FENCED : writable, null,
                Instant.EPOCH, 1 << 20, 0, 0, 0, 1 << 20, last, there, there, stuck ? 4096 : 0, 0, 0, null, null,
                List.of());
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
