package secondsite.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.agent.capture.Capture;
import secondsite.agent.control.AgentStatus;
import secondsite.agent.control.MarkResult;
import secondsite.agent.control.Order;
import secondsite.agent.control.Orders;
import secondsite.agent.freeze.Marks;
import secondsite.agent.protection.Job;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/** Carries out orders on the disks of this machine. */
final class AgentOrders implements Orders {

    private static final Duration HOLD_LIMIT = Duration.ofSeconds(5);

    private final String agent;
    private final List<MachineDisk> disks;
    private final Marks marks = new Marks(HOLD_LIMIT, MonotonicTime.SYSTEM);

    AgentOrders(String agent, List<MachineDisk> disks) {
        this.agent = agent;
        this.disks = disks;
    }

    @Override
    public Object carryOut(Order order) throws IOException, InterruptedException {
        if (order.verb() == null) {
            throw new IllegalArgumentException("an order without a verb");
        }
        List<MachineDisk> meant = meant(order.disks());
        switch (order.verb()) {
            case STATUS -> {
                return new AgentStatus(agent, meant.stream().map(MachineDisk::status).toList());
            }
            case MARK -> {
                return mark(order, meant);
            }
            case COPY_PAUSE -> meant.forEach(disk -> disk.jobs().pause(Job.Kind.INITIAL_COPY));
            case COPY_RESUME -> meant.forEach(disk -> disk.jobs().resume(Job.Kind.INITIAL_COPY));
            case RESYNC_PAUSE -> meant.forEach(disk -> disk.jobs().pause(Job.Kind.RESYNC));
            case RESYNC_RESUME -> meant.forEach(disk -> disk.jobs().resume(Job.Kind.RESYNC));
            case RESYNC_ALL -> {
                for (MachineDisk disk : meant) {
                    disk.jobs().compareAll();
                }
            }
            case CHECKPOINT -> {
                for (MachineDisk disk : meant) {
                    disk.capture().checkpoint();
                }
            }
        }
        return null;
    }

    private List<MachineDisk> meant(List<String> named) {
        var meant = new ArrayList<MachineDisk>();
        for (String name : named) {
            meant.add(disks.stream().filter(disk -> disk.isCalled(name)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no disk here is called '" + name + "'")));
        }
        return named.isEmpty() ? disks : meant;
    }

    /** A mark counts once it is durable, and is on its way then. */
    private MarkResult mark(Order order, List<MachineDisk> meant) throws IOException, InterruptedException {
        UUID id = Optional.ofNullable(order.id()).orElseGet(UUID::randomUUID);
        var mark = new Record.Mark(kind(order.kind()), id, Optional.ofNullable(order.label()).orElse(""));
        List<Capture> captures = meant.stream().map(MachineDisk::capture).toList();
        Map<UUID, Long> sequences = marks.place(captures, mark);
        for (MachineDisk disk : meant) {
            disk.capture().force();
            disk.shipping().wake();
        }
        return new MarkResult(id, sequences);
    }

    private static MarkKind kind(String name) {
        return switch (name == null ? "crash" : name.toLowerCase(Locale.ROOT)) {
            case "crash" -> MarkKind.CRASH_CONSISTENT;
            case "app" -> MarkKind.APP_CONSISTENT;
            case "group" -> MarkKind.GROUP;
            case "bookmark" -> MarkKind.BOOKMARK;
            default -> throw new IllegalArgumentException(
                    "'" + name + "' is no kind of mark; crash, app, group or bookmark");
        };
    }
}
