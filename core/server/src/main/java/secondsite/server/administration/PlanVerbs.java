package secondsite.server.administration;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import secondsite.api.client.PlanClient;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.PlanPreview;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlanRunRequest.TestNetwork;
import secondsite.api.plan.PlannedStep;
import secondsite.api.recovery.FailoverKind;

/** Recovery plans: looked at, exported, imported, and tried dry. */
final class PlanVerbs {

    private static final long LONGEST_FILE_BYTES = 256 << 10;

    private PlanVerbs() {}

    static PlanClient at(Dialogue dialogue) {
        return new PlanClient(dialogue.connection());
    }

    static KnownPlan find(Dialogue dialogue, String wanted) throws IOException {
        return Names.chosen("plan", wanted, at(dialogue).plans().plans(), each -> each.plan().name(), KnownPlan::id);
    }

    /** How a run is wanted. */
    static final class Wanted {

        @Option(names = "--kind", paramLabel = "KIND", required = true, description = "test, planned or unplanned.")
        private String kind;

        @Option(names = "--point", paramLabel = "POINT", description = "latest, latest-app, latest-group, the id of a point, or a time like 2026-11-20T22:15:00Z; latest when it is left out.")
        private String point;

        @Option(names = "--test-network", description = "In a test: connects the machines to the test networks of the mapping, instead of isolating them.")
        private boolean mapped;

        PlanRunRequest request() throws NothingDoneException {
            return new PlanRunRequest(kind(), point, mapped ? TestNetwork.MAPPED : null);
        }

        FailoverKind kind() throws NothingDoneException {
            return switch (kind) {
                case "test" -> FailoverKind.TEST;
                case "planned" -> FailoverKind.PLANNED;
                case "unplanned" -> FailoverKind.UNPLANNED;
                default -> throw new NothingDoneException("'" + kind + "' is no kind: test, planned or unplanned");
            };
        }
    }

    /** All. */
    @Command(name = "plans", description = "Lists recovery plans.")
    static final class Plans extends Verb {

        Plans(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            var list = at(dialogue).plans();
            return dialogue.tell(list, out -> {
                var table = new Table("NAME", "VERSION", "GROUPS", "MACHINES", "CHANGED", "BY", "TESTED", "RUN");
                list.plans().forEach(each -> table.row(each.plan().name(), each.version(), each.plan().groups().size(),
                        each.plan().groups().stream().mapToInt(group -> group.machines().size()).sum(),
                        dialogue.time(each.changed()), each.changedBy(), dialogue.time(each.tested()),
                        Wording.text(each.openRun())));
                table.print(out);
            });
        }
    }

    /** Of one. */
    @Command(name = "plan", description = "Looks at a recovery plan, runs it, and decides in its runs.")
    static final class One implements Runnable {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** All of one. */
    @Command(name = "show", description = "Tells all of a plan, as YAML.")
    static final class Show extends Verb {

        @Parameters(index = "0", paramLabel = "PLAN", description = "Name or id of the plan.")
        private String plan;

        Show(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            KnownPlan found = find(dialogue, plan);
            String text = at(dialogue).export(found.id());
            return dialogue.tell(found, out -> {
                out.println(Wording.clean("# version " + found.version() + " of " + dialogue.time(found.changed())
                        + " by " + found.changedBy()));
                text.lines().forEach(line -> out.println(Wording.clean(line)));
            });
        }
    }

    /** Into a file. */
    @Command(name = "export", description = "Writes a plan into a new file, as YAML with machines by name, to be reviewed and imported.")
    static final class Export extends Verb {

        @Parameters(index = "0", paramLabel = "PLAN", description = "Name or id of the plan.")
        private String plan;

        @Parameters(index = "1", paramLabel = "FILE", description = "A file that does not exist.")
        private Path file;

        Export(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            KnownPlan found = find(dialogue, plan);
            Written.fresh(file, at(dialogue).export(found.id()).getBytes(StandardCharsets.UTF_8));
            return dialogue.tell(found,
                    out -> out.println("version " + found.version() + " was written to " + file));
        }
    }

    /** From a file. */
    @Command(name = "import", description = "Makes a plan from a YAML file, or a new version of the one of that name.")
    static final class Import extends Verb {

        @Parameters(index = "0", paramLabel = "FILE", description = "As export writes it; comments are possible, and are not kept.")
        private Path file;

        Import(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            if (Files.size(file) > LONGEST_FILE_BYTES) {
                throw new NothingDoneException(
                        file + " has more than " + LONGEST_FILE_BYTES + " bytes, which no plan has");
            }
            KnownPlan made = at(dialogue).importYaml(Files.readString(file));
            return dialogue.tell(made, out -> out.println(
                    Wording.clean("plan " + made.plan().name() + " is there in version " + made.version())));
        }
    }

    /** Nothing is done. */
    @Command(name = "dry-run", description = "Tells what a run would do, in order, and what stands against it; nothing is done. Ends with 0 only when all of it can be done.")
    static final class Dry extends Verb {

        @Parameters(index = "0", paramLabel = "PLAN", description = "Name or id of the plan.")
        private String plan;

        @Mixin
        private Wanted wanted;

        Dry(Surroundings surroundings) {
            super(surroundings);
        }

        @Override
        int ask(Dialogue dialogue) throws IOException {
            PlanPreview preview = at(dialogue).dryRun(find(dialogue, plan).id(), wanted.request());
            dialogue.tell(preview, out -> tell(preview, dialogue, out));
            return preview.ready() ? Exit.DONE : Exit.REFUSED;
        }

        private static void tell(PlanPreview preview, Dialogue dialogue, PrintWriter out) {
            var table = new Table("STEP", "STAGE", "GROUP", "WHAT", "NAME", "BACK TO", "LOSES", "AT", "TAKES",
                    "REFUSED BECAUSE");
            preview.steps().forEach(step -> table.row(step.number(), step.stage(), step.group(),
                    Wording.word(step.kind()), step.name(), dialogue.time(step.pointTime()),
                    Wording.span(step.lostSeconds()), Wording.text(step.masterTarget()), Wording.span(step.seconds()),
                    refusals(step)));
            table.print(out);
            preview.refusals().forEach(why -> out.println(Wording.clean("refused: " + why)));
            preview.steps().forEach(step -> step.warnings()
                    .forEach(why -> out.println(Wording.clean("warning: " + step.name() + ": " + why.text()))));
            out.println((preview.ready() ? "ready; about " : "not ready; about ") + Wording.span(preview.seconds())
                    + " as far as is known, loses at most " + Wording.span(preview.lostSeconds()));
        }

        private static String refusals(PlannedStep step) {
            return Wording.text(String.join("; ", step.refusals()));
        }
    }
}
