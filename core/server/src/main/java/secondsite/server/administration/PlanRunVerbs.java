package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import secondsite.api.client.PlanClient;
import secondsite.api.client.TransferException;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanStep;
import secondsite.api.recovery.FailoverKind;

/** Runs of recovery plans: begun, watched, decided on, cleaned up, and their evidence. */
final class PlanRunVerbs {

    private PlanRunVerbs() {}

    /** @param wanted id of a run, or name of a plan: then its newest run */
    private static UUID run(Dialogue dialogue, String wanted) throws IOException {
        List<PlanRun> all = PlanVerbs.at(dialogue).runs(null).runs();
        return all.stream()
                .filter(each -> each.id().toString().equalsIgnoreCase(wanted) || each.name().equals(wanted))
                .findFirst().map(PlanRun::id)
                .orElseThrow(() -> new NothingDoneException("there is no run '" + wanted + "', nor one of a plan '"
                        + wanted + "'; list them with: secondsite plan runs"));
    }

    private static void tell(PlanRun run, Dialogue dialogue, PrintWriter out) {
        new Table("RUN", run.id().toString()).row("plan", run.name() + ", version " + run.version())
                .row("kind", Wording.word(run.request().kind())).row("by", run.who())
                .row("begun", dialogue.time(run.begun())).row("ended", dialogue.time(run.ended()))
                .row("state", Wording.word(run.state())).row("all up after", Wording.span(run.upSeconds()))
                .row("all work after", Wording.span(run.rtoSeconds())).row("lost", Wording.span(run.rpoSeconds()))
                .row("cleaned up", dialogue.time(run.cleaned())).print(out);
        out.println();
        var table = new Table("STEP", "GROUP", "WHAT", "NAME", "STATE", "BEGUN", "ENDED", "TRIES", "DETAIL");
        run.steps().forEach(step -> table.row(step.number(), step.group(), Wording.word(step.kind()), step.name(),
                Wording.word(step.state()), dialogue.time(step.begun()), dialogue.time(step.ended()), step.attempts(),
                detail(step)));
        table.print(out);
    }

    private static String detail(PlanStep step) {
        String values = step.values().stream().map(value -> value.name() + " = " + value.value())
                .collect(Collectors.joining(", "));
        return Wording.text(step.detail() == null ? values : step.detail());
    }

    /** Begins one. */
    @Command(name = "run", description = "Runs a plan. Whoever wants something else than a test types the plan's name, or says --yes.")
    static final class Run extends JobBeginning {

        @Parameters(index = "0", paramLabel = "PLAN", description = "Name or id of the plan.")
        private String plan;

        @Mixin
        private PlanVerbs.Wanted wanted;

        @Option(names = "--yes", description = "Does not ask for the plan's name.")
        private boolean yes;

        Run(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            KnownPlan found = PlanVerbs.find(dialogue, plan);
            String name = found.plan().name();
            if (wanted.kind() != FailoverKind.TEST && !yes) {
                dialogue.confirm("This fails machines over in earnest. Type the plan's name to go on: ", name);
            }
            return PlanVerbs.at(dialogue).run(found.id(), wanted.request()).job();
        }
    }

    /** All of them. */
    @Command(name = "runs", description = "Lists the newest runs.")
    static final class Runs extends Verb {

        @Option(names = "--plan", paramLabel = "PLAN", description = "Only those of this plan.")
        private String plan;

        Runs(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            UUID of = plan == null ? null : PlanVerbs.find(dialogue, plan).id();
            var list = PlanVerbs.at(dialogue).runs(of);
            return dialogue.tell(list, out -> {
                var table = new Table("PLAN", "KIND", "BEGUN", "BY", "STATE", "ALL WORK AFTER", "LOST", "CLEANED UP",
                        "RUN");
                list.runs().forEach(each -> table.row(each.name(), Wording.word(each.request().kind()),
                        dialogue.time(each.begun()), each.who(), Wording.word(each.state()),
                        Wording.span(each.rtoSeconds()), Wording.span(each.rpoSeconds()),
                        dialogue.time(each.cleaned()), each.id()));
                table.print(out);
            });
        }
    }

    /** Something about one. */
    abstract static class OfRun extends Verb {

        @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run, or name of a plan for its newest run.")
        private String run;

        OfRun(Surroundings surroundings) {
            super(surroundings);
        }

        abstract int ask(Dialogue dialogue, PlanClient client, UUID id) throws IOException;

        @Override
        final int ask(Dialogue dialogue) throws IOException {
            return ask(dialogue, PlanVerbs.at(dialogue), run(dialogue, run));
        }

        static int told(PlanRun now, Dialogue dialogue) throws IOException {
            return dialogue.tell(now, out -> tell(now, dialogue, out));
        }
    }

    /** One. */
    @Command(name = "status", description = "Tells how a run gets on, step by step.")
    static final class Status extends OfRun {

        Status(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue, PlanClient client, UUID id) throws IOException {
            return told(client.one(id), dialogue);
        }
    }

    /** What is decided. */
    private interface Decision {

        PlanRun done(PlanClient client, UUID run, int step, String note) throws TransferException;
    }

    /** A decision about a step. */
    abstract static class OfStep extends OfRun {

        private final Decision decision;

        @Parameters(index = "1", paramLabel = "STEP", description = "Number of the step.")
        private int step;

        @Option(names = "--note", paramLabel = "TEXT", description = "For the evidence and the audit log.")
        private String note;

        OfStep(Surroundings surroundings, Decision decision) {
            super(surroundings);
            this.decision = decision;
        }

        @Override
        final int ask(Dialogue dialogue, PlanClient client, UUID id) throws IOException {
            return told(decision.done(client, id, step, note), dialogue);
        }
    }

    /** It is so. */
    @Command(name = "confirm", description = "Says that what a step asks to be confirmed is so.")
    static final class Confirm extends OfStep {

        Confirm(Surroundings surroundings) {
            super(surroundings, PlanClient::confirm);
        }
    }

    /** Once more. */
    @Command(name = "retry", description = "Has a step that failed tried again.")
    static final class Retry extends OfStep {

        Retry(Surroundings surroundings) {
            super(surroundings, PlanClient::retry);
        }
    }

    /** Without it. */
    @Command(name = "skip", description = "Goes on without a step that failed.")
    static final class Skip extends OfStep {

        Skip(Surroundings surroundings) {
            super(surroundings, PlanClient::skip);
        }
    }

    /** No further. */
    @Command(name = "stop", description = "Begins nothing further of a run; what runs goes on running.")
    static final class Stop extends OfRun {

        @Option(names = "--note", paramLabel = "TEXT", description = "For the evidence and the audit log.")
        private String note;

        Stop(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue, PlanClient client, UUID id) throws IOException {
            return told(client.stop(id, note), dialogue);
        }
    }

    /** Back. */
    @Command(name = "cancel", description = "Begins nothing further of a run, and removes what a test made.")
    static final class Cancel extends OfRun {

        @Option(names = "--note", paramLabel = "TEXT", description = "For the evidence and the audit log.")
        private String note;

        Cancel(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue, PlanClient client, UUID id) throws IOException {
            return told(client.cancel(id, note), dialogue);
        }
    }

    /** Away with it. */
    @Command(name = "clean", description = "Removes all that a test that is over left running.")
    static final class Clean extends JobBeginning {

        @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run, or name of a plan for its newest run.")
        private String run;

        @Option(names = "--note", paramLabel = "TEXT", description = "What the test showed.")
        private String note;

        Clean(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        long begin(Dialogue dialogue) throws IOException {
            return PlanVerbs.at(dialogue).clean(run(dialogue, run), note).job();
        }
    }

    /** What is left. */
    @Command(name = "evidence", description = "Writes the evidence of a run that is over into new files: a page and its signature. The page says how they are checked.")
    static final class Evidence extends OfRun {

        @Option(names = "--to", paramLabel = "DIR", required = true, description = "Folder for both files.")
        private Path folder;

        @Option(names = "--language", paramLabel = "LANGUAGE", defaultValue = "en", description = "en or de; ${DEFAULT-VALUE} when it is left out.")
        private String language;

        Evidence(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue, PlanClient client, UUID id) throws IOException {
            byte[] page = client.evidence(id, language);
            byte[] signature = client.signature(id, language);
            String name = "evidence-" + id + "-" + language;
            Path html = folder.resolve(name + ".html");
            Written.fresh(html, page);
            Written.fresh(folder.resolve(name + ".sig"), signature);
            return dialogue.tell(client.one(id), out -> out.println("written: " + html + " and its signature"));
        }
    }
}
