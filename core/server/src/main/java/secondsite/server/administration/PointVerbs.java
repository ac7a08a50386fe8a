package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import secondsite.api.client.RecoveryClient;
import secondsite.api.client.TransferException;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.point.MachinePin;
import secondsite.api.point.MachinePinList;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePoint.LackingDisk;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.point.MachinePoints;
import secondsite.api.point.UnreachedDisk;

/** Look at what machines can be brought back to, and keep some of it. */
final class PointVerbs {

    private static final String LATEST = "latest";

    private PointVerbs() {}

    private static RecoveryClient at(Dialogue dialogue) {
        return new RecoveryClient(dialogue.connection());
    }

    private static void tell(List<UnreachedDisk> unreached, PrintWriter out) {
        unreached.forEach(disk -> out.println(Wording.clean("disk " + disk.name() + " at " + disk.masterTarget()
                + " cannot be asked now: " + disk.problem())));
    }

    /** Lists them. */
    @Command(name = "points", description = "Lists what a machine can be brought back to, newest first.")
    static final class Points extends Verb {

        @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id of the machine.")
        private String machine;

        @Option(names = "--from", paramLabel = "TIME", description = "Made then or later, like 2026-11-20T22:15:00Z.")
        private Instant from;

        @Option(names = "--to", paramLabel = "TIME", description = "Made then or before.")
        private Instant to;

        @Option(names = "--kind", paramLabel = "KIND", description = "Of these only: crash-consistent, app-consistent, group, bookmark or pin.")
        private String kind;

        @Option(names = "--oldest-first", description = "Begins with the oldest.")
        private boolean oldestFirst;

        @Option(names = "--limit", paramLabel = "COUNT", defaultValue = "100", description = "At most so many; ${DEFAULT-VALUE} when it is left out.")
        private int limit;

        Points(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            MachineDetail detail = dialogue.names().detail(machine);
            MachinePoints points = points(at(dialogue), detail.summary().id());
            return dialogue.tell(points, out -> tell(detail, points, dialogue, out));
        }

        private MachinePoints points(RecoveryClient client, UUID id) throws TransferException {
            List<MachinePoint> all = new ArrayList<>();
            MachinePoints part = client.points(id, query(null, limit));
            all.addAll(part.points());
            while (part.next() != null && all.size() < limit) {
                part = client.points(id, query(part.next(), limit - all.size()));
                all.addAll(part.points());
            }
            return new MachinePoints(id, all, part.moments(), part.unreached(), part.next());
        }

        private MachinePointQuery query(String after, int most) {
            return new MachinePointQuery(from, to, kind, !oldestFirst, after,
                    Math.min(most, MachinePointQuery.MAX_LIMIT));
        }

        private static void tell(MachineDetail machine, MachinePoints points, Dialogue dialogue, PrintWriter out) {
            var table = new Table("TIME", "KIND", "LABEL", "CHANGED", "COMPLETE", "VERIFIED", "PINNED", "POINT");
            points.points().forEach(each -> table.row(dialogue.time(each.time()), each.kind(), each.label(),
                    Wording.size(each.sizeSince()), complete(machine, each), Wording.yes(each.verified()),
                    pinned(each), each.id()));
            table.print(out);
            if (points.next() != null) {
                out.println("and more; give --limit or a time");
            }
            points.moments().forEach(each -> out.println("any moment from " + dialogue.time(each.from()) + " to "
                    + dialogue.time(each.to())));
            PointVerbs.tell(points.unreached(), out);
        }

        private static String complete(MachineDetail machine, MachinePoint point) {
            return point.complete()
                    ? "yes"
                    : "lacks " + point.lacking().stream().map(each -> name(machine, each)).distinct()
                            .collect(Collectors.joining(", "));
        }

        private static String name(MachineDetail machine, LackingDisk lacking) {
            String name = machine.disks().stream().filter(disk -> disk.id().equals(lacking.disk()))
                    .map(KnownDisk::name).findFirst().orElse("another machine");
            return name + (lacking.reason() == MachinePoint.LackReason.UNREACHED ? " (unreached)" : "");
        }

        private static String pinned(MachinePoint point) {
            return point.pinned() ? "yes, " + point.pinLabel() : point.pinLabel() == null ? "no" : "partly";
        }
    }

    /** Lists those that are kept. */
    @Command(name = "pins", description = "Lists the pinned points of a machine.")
    static final class Pins extends Verb {

        @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id of the machine.")
        private String machine;

        Pins(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            MachinePinList pins = at(dialogue).pins(dialogue.names().machine(machine).id());
            return dialogue.tell(pins, out -> {
                var table = new Table("TIME", "LABEL", "BY", "PINNED", "DISKS", "POINT");
                pins.pins().forEach(each -> table.row(dialogue.time(each.time()), each.label(), each.who(),
                        dialogue.time(each.made()), each.disks().size(), each.point()));
                table.print(out);
                tell(pins.unreached(), out);
            });
        }
    }

    private static UUID point(Dialogue dialogue, UUID machine, String wanted) throws IOException {
        if (!wanted.equals(LATEST)) {
            try {
                return UUID.fromString(wanted);
            } catch (IllegalArgumentException _) {
                throw new NothingDoneException("'" + wanted + "' is no point: give its id, as 'points' tells it, or "
                        + LATEST);
            }
        }
        return at(dialogue).points(machine, MachinePointQuery.ALL).points().stream()
                .filter(each -> each.complete() && each.id() != null).map(MachinePoint::id).findFirst()
                .orElseThrow(() -> new NothingDoneException("the machine has no point that all its disks have"));
    }

    /** Keeps one. */
    @Command(name = "pin", description = "Keeps a point of a machine until it is unpinned, whatever the policy says.")
    static final class Pin extends Verb {

        @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id of the machine.")
        private String machine;

        @Parameters(index = "1", paramLabel = "POINT", description = "Id of the point, or latest for the newest that all disks have.")
        private String point;

        @Option(names = "--label", paramLabel = "TEXT", required = true, description = "Why it is kept.")
        private String label;

        Pin(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            UUID id = dialogue.names().machine(machine).id();
            MachinePin pin = at(dialogue).pin(id, point(dialogue, id, point), label);
            return dialogue.tell(pin, out -> out.println("pinned on " + pin.disks().size() + " disks: point "
                    + pin.point() + " of " + dialogue.time(pin.time())));
        }
    }

    /** Lets one go. */
    @Command(name = "unpin", description = "Lets a point of a machine go; from then on the policy decides, and what is older than it keeps goes at once.")
    static final class Unpin extends Verb {

        @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id of the machine.")
        private String machine;

        @Parameters(index = "1", paramLabel = "POINT", description = "Id of the point.")
        private UUID point;

        Unpin(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            at(dialogue).unpin(dialogue.names().machine(machine).id(), point);
            return dialogue.tell(new Unpinned(point), out -> out.println("unpinned: point " + point));
        }
    }

    /** For programs. @param unpinned id of the point */
    record Unpinned(UUID unpinned) {}
}
