package secondsite.agent.management;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.AgentOrder.Verb;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** Carries out orders of the configuration server. */
final class OrderWork {

    private final List<ManagedDisk> disks;
    private final Points points;
    private final Map<Verb, PointMaker> makers;
    private final Optional<Verifications> verifications;
    private final Optional<PowerWatch> power;
    private final Supplier<AgentAssignment> assignment;

    /** @param disks those of the machine now, looked at anew each time */
    OrderWork(List<ManagedDisk> disks, Points points, Map<Verb, PointMaker> makers,
            Optional<Verifications> verifications, Optional<PowerWatch> power, Supplier<AgentAssignment> assignment) {
        this.disks = disks;
        this.points = points;
        this.makers = Map.copyOf(makers);
        this.verifications = verifications;
        this.power = power;
        this.assignment = assignment;
    }

    /** Whether doing this a second time is something else than doing it once. */
    static boolean onceOnly(Verb verb) {
        return verb == Verb.BOOKMARK || verb == Verb.APP_POINT || verb == Verb.GROUP_POINT;
    }

    /** What a failure is called that does not say so itself. */
    static ErrorCode failed(Verb verb) {
        return switch (verb) {
            case BOOKMARK, APP_POINT -> ErrorCode.POINT_NOT_MADE;
            case GROUP_POINT -> ErrorCode.GROUP_POINT_NOT_MADE;
            case RESYNC, VERIFY, SHUT_DOWN, FORCE_OFF -> ErrorCode.ORDER_REFUSED;
        };
    }

    /** @throws IOException why it was not done */
    void carryOut(AgentOrder order) throws IOException, InterruptedException {
        switch (order.verb()) {
            case RESYNC -> resync(meant(order.disks()));
            case BOOKMARK -> points.place(meant(order.disks()), bookmark(order));
            case APP_POINT, GROUP_POINT -> point(order, meant(order.disks()));
            case VERIFY -> verifications.orElseThrow(() -> refused("this agent cannot verify"))
                    .run(meant(order.disks()));
            case SHUT_DOWN -> power().shutDown();
            case FORCE_OFF -> power().forceOff();
        }
    }

    private PowerWatch power() throws ReportedException {
        return power.orElseThrow(() -> refused("this agent was not told how to turn its machine off"));
    }

    private static Record.Mark bookmark(AgentOrder order) throws ReportedException {
        try {
            return new Record.Mark(MarkKind.BOOKMARK, order.id(), Optional.ofNullable(order.label()).orElse(""));
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage());
        }
    }

    private static void resync(List<ManagedDisk> meant) throws IOException {
        for (ManagedDisk disk : meant) {
            disk.resync();
        }
    }

    private void point(AgentOrder order, List<ManagedDisk> meant) throws IOException, InterruptedException {
        PointMaker maker = makers.get(order.verb());
        if (maker == null) {
            throw refused("this agent cannot make such points");
        }
        maker.make(new PointMaker.Point(order.id(), Optional.ofNullable(order.label()).orElse(""),
                meant.stream().map(ManagedDisk::capture).toList(), assignment.get()));
        meant.forEach(ManagedDisk::wake);
    }

    private List<ManagedDisk> meant(List<UUID> named) throws ReportedException {
        var meant = new ArrayList<ManagedDisk>();
        for (UUID id : named) {
            ManagedDisk found = disks.stream().filter(disk -> disk.id().equals(id)).findFirst().orElseThrow(
                    () -> new ReportedException(ErrorCode.DISK_UNKNOWN, "no disk " + id + " is served here"));
            if (!found.isProtected()) {
                throw new ReportedException(ErrorCode.NOT_PROTECTED, "disk " + id + " is not protected");
            }
            meant.add(found);
        }
        List<ManagedDisk> all = named.isEmpty() ? disks.stream().filter(ManagedDisk::isProtected).toList() : meant;
        if (all.isEmpty()) {
            throw new ReportedException(ErrorCode.NOT_PROTECTED, "no disk of this machine is protected");
        }
        return all;
    }

    private static ReportedException refused(String why) {
        return new ReportedException(ErrorCode.ORDER_REFUSED, why);
    }
}
