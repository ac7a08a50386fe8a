package secondsite.server.administration;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import secondsite.api.client.ProtectionClient;
import secondsite.api.client.RecoveryClient;
import secondsite.api.client.TransferException;
import secondsite.api.machine.MachineDetail;
import secondsite.api.point.ClockList;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionList;
import secondsite.api.point.DeletionOrder;
import secondsite.api.point.KnownClock;
import secondsite.api.point.KnownDeletion;
import secondsite.api.replication.Protection.Pair;

/** What is destroyed of the past, and the clocks by which it is. */
final class KeepingVerbs {

    private KeepingVerbs() {}

    private static RecoveryClient at(Dialogue dialogue) {
        return new RecoveryClient(dialogue.connection());
    }

    private static Table table(List<KnownDeletion> deletions, Dialogue dialogue) {
        var table = new Table("MACHINE", "DISK", "WHAT", "FROM", "TO", "REQUESTED", "DUE", "BY", "STATE", "REASON",
                "DELETION");
        deletions.forEach(each -> {
            Deletion of = each.deletion();
            table.row(each.machineName(), each.diskName() == null ? of.disk() : each.diskName(),
                    Wording.word(of.what()), dialogue.time(of.from()), dialogue.time(of.to()),
                    dialogue.time(of.requested()), dialogue.time(of.due()),
                    of.who() + (of.secondPerson() == null ? "" : " and " + of.secondPerson()), state(of, dialogue),
                    of.reason(), of.id());
        });
        return table;
    }

    private static String state(Deletion deletion, Dialogue dialogue) {
        return deletion.pending()
                ? "pending" + (deletion.waits() == null ? "" : ": " + deletion.waits())
                : "done " + dialogue.time(deletion.destroyed());
    }

    /** Lists them. */
    @Command(name = "deletions", description = "Lists what is to be destroyed and what was, asks for it, and undoes it while its quarantine lasts.")
    static final class Deletions extends Verb {

        @Option(names = "--state", paramLabel = "STATE", description = "pending or done; both when it is left out.")
        private String state;

        Deletions(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            DeletionList list = at(dialogue).deletions(state);
            return dialogue.tell(list, out -> {
                table(list.deletions(), dialogue).print(out);
                list.unreached().forEach(each -> out.println(Wording.clean("master target " + each.masterTarget()
                        + " cannot be asked now: " + each.problem())));
            });
        }
    }

    /** Asks for some. */
    @Command(name = "request", description = "Has points of a machine's disks destroyed when a quarantine is over, or all that is kept of one that is not protected any more.")
    static final class Request extends Verb {

        @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id of the machine.")
        private String machine;

        @Option(names = "--disk", paramLabel = "DISK", split = ",", description = "Name or id of a disk; without one all that are protected.")
        private List<String> disks = List.of();

        @Option(names = "--from", paramLabel = "TIME", description = "Of points: made then or later, like 2026-11-20T22:15:00Z.")
        private Instant from;

        @Option(names = "--to", paramLabel = "TIME", description = "Of points: made then or before.")
        private Instant to;

        @Option(names = "--replica", description = "All that is kept of disks that are not protected any more.")
        private boolean replica;

        @Option(names = "--master-target", paramLabel = "NAME", description = "That keeps the disks; needed where they are not protected any more.")
        private String masterTarget;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; for the audit log, and for whoever looks at the deletion.")
        private String reason;

        @Mixin
        private Agreement agreement;

        @Option(names = "--yes", description = "Does not ask for the machine's name.")
        private boolean yes;

        Request(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            MachineDetail detail = dialogue.names().detail(machine);
            List<UUID> wanted = disks(dialogue, detail);
            if (wanted.isEmpty()) {
                throw new NothingDoneException("none of its disks is protected; name them with --disk");
            }
            String target = dialogue.names().server("master-target", masterTarget);
            if (!yes) {
                String name = detail.summary().name();
                dialogue.confirm("This destroys points of " + wanted.size() + " disks of " + name
                        + " when the quarantine is over. Type the machine's name to go on: ", name);
            }
            List<KnownDeletion> done = new ArrayList<>();
            for (UUID disk : wanted) {
                try {
                    done.add(at(dialogue).delete(new DeletionOrder(disk, target,
                            replica ? Deletion.What.REPLICA : Deletion.What.POINTS, from, to, reason,
                            agreement.ifAny())));
                } catch (TransferException e) {
                    done.forEach(
                            each -> dialogue.err().println("asked for already: " + each.deletion().id() + " of disk "
                                    + Wording.clean(Wording.text(each.diskName()))));
                    throw e;
                }
            }
            return dialogue.tell(new DeletionList(done, List.of()), out -> table(done, dialogue).print(out));
        }

        private List<UUID> disks(Dialogue dialogue, MachineDetail detail) throws IOException {
            List<UUID> wanted = new ArrayList<>();
            for (String disk : disks) {
                wanted.add(Names.disk(detail, disk));
            }
            return disks.isEmpty()
                    ? new ProtectionClient(dialogue.connection()).protection(detail.summary().id()).pairs().stream()
                            .map(Pair::disk).toList()
                    : wanted;
        }
    }

    /** Undoes one. */
    @Command(name = "undo", description = "Undoes a deletion that is pending; everything stays.")
    static final class Undo extends Verb {

        @Parameters(index = "0", paramLabel = "DELETION", description = "Id of the deletion.")
        private UUID deletion;

        Undo(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            at(dialogue).undo(deletion);
            return dialogue.tell(new Undone(deletion), out -> out.println("undone: deletion " + deletion));
        }
    }

    /** For programs. @param undone id of the deletion */
    record Undone(UUID undone) {}

    /** Lists clocks. */
    @Command(name = "clock", description = "Tells the clocks of the master targets, by which points expire and deletions end, and confirms one that is held.")
    static final class Clock extends Verb {

        Clock(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            List<KnownClock> clocks = at(dialogue).clocks();
            return dialogue.tell(new ClockList(clocks), out -> KeepingVerbs.clocks(clocks, dialogue).print(out));
        }
    }

    private static Table clocks(List<KnownClock> clocks, Dialogue dialogue) {
        var table = new Table("MASTER TARGET", "TIME", "AHEAD", "HELD", "SINCE", "WHY");
        clocks.forEach(each -> table.row(each.masterTarget(), dialogue.time(each.time()),
                each.aheadMillis() == null ? null : each.aheadMillis() + " ms",
                each.problem() != null ? null : Wording.yes(each.frozen() != null), dialogue.time(each.since()),
                each.problem() != null ? "cannot be asked now: " + each.problem() : each.frozen()));
        return table;
    }

    /** Confirms one. */
    @Command(name = "confirm", description = "Says that you have looked and that the time of a master target is right; what is due expires again.")
    static final class Confirm extends Verb {

        @Parameters(index = "0", paramLabel = "MASTER_TARGET", description = "Name of the master target.")
        private String target;

        @Option(names = "--yes", description = "Does not ask.")
        private boolean yes;

        Confirm(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            String name = dialogue.names().server("master-target", target);
            if (!yes) {
                String time = at(dialogue).clocks().stream().filter(each -> each.masterTarget().equals(name))
                        .map(each -> dialogue.time(each.time())).findFirst().orElse("-");
                dialogue.confirm("The clock of " + name + " shows " + time + ". Is that right? Type yes to go on: ",
                        "yes");
            }
            KnownClock clock = at(dialogue).confirmClock(name);
            return dialogue.tell(clock, out -> clocks(List.of(clock), dialogue).print(out));
        }
    }
}
