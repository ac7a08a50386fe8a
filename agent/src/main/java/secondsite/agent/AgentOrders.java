package secondsite.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import secondsite.agent.configuration.AgentConfiguration;
import secondsite.agent.control.AgentStatus;
import secondsite.agent.control.MarkResult;
import secondsite.agent.control.Order;
import secondsite.agent.control.Orders;
import secondsite.agent.management.Management;
import secondsite.agent.management.Points;
import secondsite.agent.protection.Job;
import secondsite.api.machine.AgentAssignment;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** Carries out orders on the disks of this machine. */
final class AgentOrders implements Orders {

    private final AgentConfiguration configuration;
    private final List<MachineDisk> disks;
    private final Points points;
    private final Optional<Management> management;

    AgentOrders(AgentConfiguration configuration, List<MachineDisk> disks, Points points,
            Optional<Management> management) {
        this.configuration = configuration;
        this.disks = disks;
        this.points = points;
        this.management = management;
    }

    @Override
    public Object carryOut(Order order) throws IOException, InterruptedException {
        if (order.verb() == null) {
            throw new IllegalArgumentException("an order without a verb");
        }
        List<MachineDisk> meant = meant(order.disks());
        switch (order.verb()) {
            case STATUS -> {
                return new AgentStatus(configuration.agent().id(), meant.stream().map(MachineDisk::status).toList(),
                        management.map(this::told).orElse(null));
            }
            case MARK -> {
                return mark(order, meant);
            }
            case COPY_PAUSE -> each(meant, disk -> disk.jobs().pause(Job.Kind.INITIAL_COPY));
            case COPY_RESUME -> each(meant, disk -> disk.jobs().resume(Job.Kind.INITIAL_COPY));
            case RESYNC_PAUSE -> each(meant, disk -> disk.jobs().pause(Job.Kind.RESYNC));
            case RESYNC_RESUME -> each(meant, disk -> disk.jobs().resume(Job.Kind.RESYNC));
            case RESYNC_ALL -> each(meant, disk -> disk.jobs().compareAll());
            case CHECKPOINT -> each(meant, disk -> disk.capture().checkpoint());
        }
        return null;
    }

    private interface Doing {
        void to(MachineDisk disk) throws IOException;
    }

    private static void each(List<MachineDisk> meant, Doing doing) throws IOException {
        for (MachineDisk disk : meant) {
            doing.to(disk);
        }
    }

    private AgentStatus.Management told(Management managing) {
        Management.Standing now = managing.standing();
        return new AgentStatus.Management(configuration.configurationServer().url(),
                now.contact().last().orElse(null), now.contact().problem().orElse(null),
                now.assignment().map(AgentAssignment::digest).orElse(null));
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
        return new MarkResult(id, points.place(meant, mark));
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
