package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import secondsite.api.client.FailoverClient;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverRequest.Afterwards;
import secondsite.api.recovery.OrderedFailover;

/** Bring machines up from their replicas, for a test or in earnest, and end that. */
final class FailoverVerbs {

    private FailoverVerbs() {}

    private static FailoverClient at(Dialogue dialogue) {
        return new FailoverClient(dialogue.connection());
    }

    /** The verb above the others. */
    @Command(name = "failover", description = "Brings a machine up from its replica, for a test or in earnest, and ends that.")
    static final class Group implements Runnable {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** A verb that orders something, and waits for its end if that is wanted. */
    abstract static class Ordering extends Verb {

        @Option(names = "--wait", description = "Waits until the job is over and shows how it gets on; ends with 0 only when it is done. Ctrl+C leaves the job running.")
        private boolean wait;

        Ordering(Surroundings surroundings) {
            super(surroundings);
        }

        abstract OrderedFailover order(Dialogue dialogue) throws IOException;

        @Override
        final int ask(Dialogue dialogue) throws IOException, InterruptedException {
            OrderedFailover ordered = order(dialogue);
            if (wait) {
                return new JobWatch(dialogue).tellEnd(ordered.job());
            }
            return dialogue.tell(ordered, out -> out.println("failover " + ordered.failover() + ", job " + ordered.job()
                    + " was begun; watch it with: " + JobWatch.command(ordered.job())));
        }
    }

    /** A verb that brings a machine up. */
    abstract static class BringingUp extends Ordering {

        @Parameters(index = "0", paramLabel = "MACHINE", description = "Name or id of the machine.")
        private String machine;

        @Option(names = "--yes", description = "Asks nothing.")
        private boolean yes;

        BringingUp(Surroundings surroundings) {
            super(surroundings);
        }

        abstract FailoverRequest request();

        @Override
        final OrderedFailover order(Dialogue dialogue) throws IOException {
            MachineSummary found = dialogue.names().machine(machine);
            FailoverRequest request = request();
            if (!yes && request.kind() != FailoverKind.TEST) {
                FailoverPreview preview = at(dialogue).preview(found.id(), request);
                tell(preview, dialogue, dialogue.err());
                if (!preview.refusals().isEmpty()) {
                    throw new NothingDoneException("this failover cannot be ordered now");
                }
                dialogue.confirm("Type the machine's name to fail it over: ", found.name());
            }
            return at(dialogue).order(found.id(), request);
        }
    }

    private static void tell(FailoverPreview preview, Dialogue dialogue, PrintWriter out) {
        new Table("FAILOVER", Wording.word(preview.kind())).row("to", dialogue.time(preview.pointTime()))
                .row("lost", Wording.span(preview.lostSeconds())
                        + Optional.ofNullable(preview.lostBytes()).map(bytes -> ", " + Wording.size(bytes)).orElse(""))
                .row("at", preview.masterTarget()).print(out);
        if (!preview.cards().isEmpty()) {
            var table = new Table("CARD", "IN", "WILL BE IN", "ADDRESS", "GATEWAY");
            preview.cards().forEach(card -> table.row(card.mac(), card.source(),
                    card.network() == null ? Wording.word(card.place()) : card.network(), card.address(),
                    card.gateway()));
            table.print(out);
        }
        preview.warnings().forEach(why -> out.println("warning: " + Wording.clean(why.text())));
        preview.refusals().forEach(text -> out.println("refused: " + Wording.clean(text)));
    }

    /** For a test. */
    @Command(name = "test", description = "Brings a copy of a machine up to see whether that works; the machine itself and its replication go on.")
    static final class Test extends BringingUp {

        @Option(names = "--point", paramLabel = "POINT", description = "latest, latest-app, latest-group, the id of a point, or a time like 2026-11-20T22:15:00Z; latest when it is left out.")
        private String point;

        @Option(names = "--test-network", description = "Connects it to the test networks of the mapping instead of an isolated one.")
        private boolean network;

        Test(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        FailoverRequest request() {
            return new FailoverRequest(FailoverKind.TEST, point, null, network, null, null, null, null, null, null);
        }
    }

    /** What both kinds in earnest have. */
    abstract static class InEarnest extends BringingUp {

        @Option(names = "--shut-down-seconds", paramLabel = "SECONDS", description = "So long the source may take to shut down before it is forced off.")
        private Integer shutDownSeconds;

        @Option(names = "--after-minutes", paramLabel = "MINUTES", description = "With --afterwards: when nobody has decided by then.")
        private Integer afterMinutes;

        @Option(names = "--afterwards", paramLabel = "WHAT", description = "What is done then: ${COMPLETION-CANDIDATES}.")
        private Afterwards afterwards;

        InEarnest(Surroundings surroundings) {
            super(surroundings);
        }

        final FailoverRequest request(FailoverKind kind, String point, Boolean shutDownSource) {
            return new FailoverRequest(kind, point, null, null, null, shutDownSeconds, shutDownSource, afterMinutes,
                    afterwards, null);
        }
    }

    /** Without a loss. */
    @Command(name = "planned", description = "Shuts a machine down, waits until all that it wrote has arrived, and brings it up at the other site.")
    static final class Planned extends InEarnest {

        @Option(names = "--source-is-off", description = "The machine was shut down by a person: it is not shut down again.")
        private boolean off;

        Planned(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        FailoverRequest request() {
            return request(FailoverKind.PLANNED, null, off ? Boolean.FALSE : null);
        }
    }

    /** Of a lost one. */
    @Command(name = "unplanned", description = "Brings a machine up at the other site whose source is lost, or given up.")
    static final class Unplanned extends InEarnest {

        @Option(names = "--point", paramLabel = "POINT", description = "latest, latest-app, latest-group, the id of a point, or a time like 2026-11-20T22:15:00Z; latest when it is left out.")
        private String point;

        @Option(names = "--shut-down-source", description = "Tries to shut the source down first, and goes on when that fails.")
        private boolean shutDown;

        Unplanned(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        FailoverRequest request() {
            return request(FailoverKind.UNPLANNED, point, shutDown ? Boolean.TRUE : null);
        }
    }

    /** A verb about one that was begun. */
    abstract static class OfOne extends Ordering {

        @Parameters(index = "0", paramLabel = "FAILOVER", description = "Id of the failover, as failovers tells it.")
        private UUID id;

        OfOne(Surroundings surroundings) {
            super(surroundings);
        }

        final UUID id() {
            return id;
        }
    }

    /** What would be lost, so that the machine's name is typed. */
    abstract static class Final extends OfOne {

        @Option(names = "--yes", description = "Asks nothing.")
        private boolean yes;

        Final(Surroundings surroundings) {
            super(surroundings);
        }

        final void confirm(Dialogue dialogue, String what) throws IOException {
            if (!yes) {
                Failover now = at(dialogue).failover(id());
                dialogue.confirm("Type the machine's name to " + what + ": ", now.name());
            }
        }
    }

    /** Ends a test. */
    @Command(name = "clean", description = "Ends a test, and leaves nothing of it but what is told of it.")
    static final class Clean extends OfOne {

        @Option(names = "--notes", paramLabel = "TEXT", description = "What the test showed.")
        private String notes;

        Clean(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        OrderedFailover order(Dialogue dialogue) throws IOException {
            return at(dialogue).clean(id(), notes);
        }
    }

    /** Starts one that ended. */
    @Command(name = "start", description = "Starts a copy that does not run any more, though it should, with its disks as they are.")
    static final class Start extends OfOne {

        Start(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        OrderedFailover order(Dialogue dialogue) throws IOException {
            return at(dialogue).restart(id());
        }
    }

    /** Keeps one. */
    @Command(name = "commit", description = "Makes the copy the machine from now on; its recovery point cannot be changed any more.")
    static final class Commit extends Final {

        Commit(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        OrderedFailover order(Dialogue dialogue) throws IOException {
            confirm(dialogue, "keep the copy for good");
            return at(dialogue).commit(id());
        }
    }

    /** Takes one back. */
    @Command(name = "cancel", description = "Removes the copy with all that it wrote; the source is the machine as before.")
    static final class Cancel extends Final {

        Cancel(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        OrderedFailover order(Dialogue dialogue) throws IOException {
            confirm(dialogue, "remove the copy with all that it wrote");
            return at(dialogue).cancel(id());
        }
    }

    /** Begins one anew. */
    @Command(name = "point", description = "Starts the copy anew from another point; what it wrote is forgotten.")
    static final class Point extends Final {

        @Parameters(index = "1", paramLabel = "POINT", description = "latest, latest-app, latest-group, the id of a point, or a time.")
        private String point;

        Point(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        OrderedFailover order(Dialogue dialogue) throws IOException {
            confirm(dialogue, "start it anew, without what the copy wrote");
            return at(dialogue).change(id(), point);
        }
    }

    /** Looks at one. */
    @Command(name = "show", description = "Tells all of a failover, or what its copy says on its console.")
    static final class Show extends Verb {

        @Parameters(index = "0", paramLabel = "FAILOVER", description = "Id of the failover, as failovers tells it.")
        private UUID id;

        @Option(names = "--console", description = "Prints what the copy said on its first serial port.")
        private boolean console;

        Show(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            if (console) {
                var text = at(dialogue).console(id, 0);
                return dialogue.tell(text, out -> text.text().lines().map(Wording::clean).forEach(out::println));
            }
            Failover one = at(dialogue).failover(id);
            return dialogue.tell(one, out -> tell(one, dialogue, out));
        }

        private static void tell(Failover one, Dialogue dialogue, PrintWriter out) {
            new Table("FAILOVER", one.id().toString()).row("machine", one.name()).row("kind", Wording.word(one.kind()))
                    .row("state", Wording.word(one.state())).row("point", one.point())
                    .row("to", dialogue.time(one.pointTime())).row("lost", Wording.span(one.lostSeconds()))
                    .row("at", one.masterTarget()).row("by", one.who()).row("begun", dialogue.time(one.begun()))
                    .row("up", dialogue.time(one.up())).row("works", works(one)).row("job", one.job())
                    .row("copy", one.status() == null ? null : Wording.word(one.status().state()))
                    .row("until", until(one, dialogue)).row("ended", dialogue.time(one.ended()))
                    .row("notes", one.notes()).row("problem", one.problem()).print(out);
            one.probes().forEach(result -> out.println(Wording.clean(
                    (result.passed() ? "passed: " : "failed: ") + result.probe() + ": " + result.evidence())));
        }

        private static String until(Failover one, Dialogue dialogue) {
            return one.until() == null ? null : dialogue.time(one.until()) + ", then " + Wording.word(one.afterwards());
        }
    }

    private static String works(Failover one) {
        return one.works() == null ? null : Wording.yes(one.works());
    }

    /** Lists them. */
    @Command(name = "failovers", description = "Lists failovers and tests, newest first.")
    static final class All extends Verb {

        @Option(names = "--machine", paramLabel = "MACHINE", description = "Only those of this machine.")
        private String machine;

        @Option(names = "--open", description = "Only those that are not over.")
        private boolean open;

        All(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            UUID of = machine == null ? null : dialogue.names().machine(machine).id();
            List<Failover> all = at(dialogue).failovers(of, open);
            return dialogue.tell(all, out -> {
                var table = new Table("MACHINE", "KIND", "STATE", "TO", "WORKS", "BY", "BEGUN", "FAILOVER");
                all.forEach(one -> table.row(one.name(), Wording.word(one.kind()), Wording.word(one.state()),
                        dialogue.time(one.pointTime()), works(one), one.who(), dialogue.time(one.begun()), one.id()));
                table.print(out);
            });
        }
    }
}
