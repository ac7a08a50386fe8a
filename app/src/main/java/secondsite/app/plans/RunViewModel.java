package secondsite.app.plans;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import secondsite.api.activity.Event;
import secondsite.api.plan.PlanCopy;
import secondsite.api.plan.PlanDecision;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanProbe;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepKind;
import secondsite.api.plan.PlanStepState;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.security.Role;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.control.Status;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;

/** The runs of one plan, and one of them step by step while it goes on. */
@Singleton
public final class RunViewModel {

    private final Session session;
    private final LiveModel live;
    private final Permissions permissions;
    private final Tasks tasks;
    private final Texts texts;
    private final Formats formats;
    private final TickingClock clock;
    private final RunWords words;
    private final ReadOnlyObjectWrapper<Page> page = new ReadOnlyObjectWrapper<>();
    private UUID plan;
    private UUID chosen;
    private List<PlanRun> runs = List.of();
    private PlanRun run;
    private String problem = "";
    private long question;

    /** A run in the list. */
    public record Line(UUID id, Status status, String title, String detail) {}

    /**
     * All of it at a moment.
     *
     * @param runs     newest first
     * @param run      that is shown; null for none
     * @param test     whether it is a test
     * @param facts    in pairs: what, and how much
     * @param problem  what could not be done; empty when all is well
     */
    public record Page(List<Line> runs, UUID run, boolean test, Status status, String state, String title,
            List<Fact> facts, List<RunStepRow> steps, List<String> decisions, boolean over, boolean toClean,
            Permission act, String problem) {}

    /** Something that was measured. */
    public record Fact(String name, String value) {}

    @Inject
    RunViewModel(Session session, LiveModel live, Permissions permissions, Tasks tasks, Texts texts, Formats formats,
            TickingClock clock, RunWords words) {
        this.session = session;
        this.live = live;
        this.permissions = permissions;
        this.tasks = tasks;
        this.texts = texts;
        this.formats = formats;
        this.clock = clock;
        this.words = words;
        live.listen(this::hear);
        clock.now().addListener(_ -> tick());
        anew();
    }

    /** Shows the runs of a plan, and the newest of them. @param wanted null for none */
    public void show(UUID wanted) {
        if (wanted == null || !wanted.equals(plan)) {
            plan = wanted;
            chosen = null;
            run = null;
            runs = List.of();
            problem = "";
        }
        anew();
        load();
    }

    /** Shows this run. */
    public void choose(UUID id) {
        chosen = id;
        if (run == null || !run.id().equals(id)) {
            run = null;
        }
        anew();
        load();
    }

    private void hear(Event event) {
        boolean mine = plan != null && event.type().startsWith("plan.")
                && (plan.toString().equals(event.subject()) || chosen != null && chosen.toString().equals(
                        event.subject()));
        if (mine) {
            load();
        }
    }

    private void tick() {
        if (run != null && !run.state().over()) {
            anew();
        }
    }

    private record Told(List<PlanRun> runs, PlanRun run) {}

    private void load() {
        if (plan == null) {
            return;
        }
        UUID of = plan;
        UUID wanted = chosen;
        long mine = ++question;
        tasks.run(() -> {
            List<PlanRun> all = session.plans().runs(of).runs();
            UUID one = wanted == null && !all.isEmpty() ? all.getFirst().id() : wanted;
            return new Told(all, one == null ? null : session.plans().one(one));
        }, told -> {
            if (mine == question) {
                runs = told.runs();
                take(told.run());
            }
        }, this::fail);
    }

    private void take(PlanRun told) {
        run = told;
        if (told != null) {
            chosen = told.id();
            runs = runs.stream().map(each -> each.id().equals(told.id()) ? told : each).toList();
        }
        anew();
    }

    private void fail(Exception e) {
        problem = e.getMessage();
        anew();
    }

    /** Says everything again, as after a change of the language. */
    public void anew() {
        List<Line> lines = runs.stream().map(each -> new Line(each.id(), words.status(each),
                texts.text("plan.runs.title", words.kind(each.request().kind()), formats.time(each.begun())),
                texts.text("plan.runs.detail", words.state(each), each.version(), each.who()))).toList();
        Permission act = permissions.role(Role.OPERATOR);
        page.set(run == null
                ? new Page(lines, chosen, false, Status.UNKNOWN, "", "", List.of(), List.of(), List.of(), true, false,
                        act, problem)
                : new Page(lines, run.id(), run.request().kind() == FailoverKind.TEST, words.status(run),
                        words.state(run),
                        texts.text("plan.runs.title", words.kind(run.request().kind()), formats.time(run.begun())),
                        facts(), rows(), run.decisions().stream().map(this::decision).toList(), run.state().over(),
                        RunWords.toCleanUp(run), act, problem));
    }

    private List<Fact> facts() {
        PlanGoals goals = run.goals() == null ? new PlanGoals(null, null) : run.goals();
        List<Fact> facts = new ArrayList<>();
        Instant end = run.ended() == null ? clock.now().get() : run.ended();
        long done = run.steps().stream().filter(step -> step.state().over()).count();
        facts.add(new Fact(texts.text("plan.fact.steps"), texts.text("plan.fact.of", done, run.steps().size())));
        facts.add(new Fact(texts.text("plan.fact.took"), formats.duration(between(run.begun(), end))));
        facts.add(new Fact(texts.text("plan.fact.rto"), words.against(run.rtoSeconds(), goals.rtoSeconds())));
        facts.add(new Fact(texts.text("plan.fact.rpo"), words.against(run.rpoSeconds(), goals.rpoSeconds())));
        facts.add(new Fact(texts.text("plan.fact.point"),
                run.request().point() == null ? texts.text("plan.fact.latest") : run.request().point()));
        facts.add(new Fact(texts.text("plan.fact.who"), run.who()));
        return facts;
    }

    private static Duration between(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }

    private String decision(PlanDecision decision) {
        String line = texts.text("plan.decision", formats.time(decision.time()), decision.who(),
                texts.textOr("plan.decided." + decision.what(), decision.what()));
        return decision.note() == null || decision.note().isEmpty() ? line : line + ": " + decision.note();
    }

    private List<RunStepRow> rows() {
        List<RunStepRow> rows = new ArrayList<>();
        String group = null;
        for (PlanStep step : run.steps()) {
            rows.add(row(step, !step.group().equals(group)));
            group = step.group();
        }
        return rows;
    }

    private RunStepRow row(PlanStep step, boolean first) {
        boolean goesOn = run.state() == PlanRunState.RUNNING || run.state() == PlanRunState.ASKING;
        return new RunStepRow(step.number(), step.group(), first, step.kind(), step.name(),
                RunWords.status(step.state()), words.state(step.state()), time(step), detail(step), result(step),
                goesOn && step.kind() == PlanStepKind.CONFIRMATION && step.state() == PlanStepState.RUNNING,
                goesOn && step.state() == PlanStepState.ASKING);
    }

    private String time(PlanStep step) {
        if (step.begun() == null) {
            return "";
        }
        Instant end = step.ended() == null ? clock.now().get() : step.ended();
        return formats.duration(between(step.begun(), end));
    }

    private String detail(PlanStep step) {
        List<String> parts = new ArrayList<>();
        if (step.detail() != null) {
            parts.add(step.detail());
        }
        step.decisions().forEach(decision -> parts.add(decision(decision)));
        if (step.attempts() > 1) {
            parts.add(texts.text("plan.step.attempts", step.attempts()));
        }
        return String.join(" · ", parts);
    }

    private String result(PlanStep step) {
        if (step.copy() == null) {
            return step.values().stream().map(value -> value.name() + " = " + value.value())
                    .collect(Collectors.joining(", "));
        }
        PlanCopy copy = step.copy();
        List<String> parts = new ArrayList<>();
        if (copy.pointTime() != null) {
            parts.add(texts.text("plan.step.point", formats.time(copy.pointTime())));
        }
        if (copy.lostSeconds() != null) {
            parts.add(texts.text("plan.step.lost", formats.duration(copy.lostSeconds())));
        }
        if (copy.host() != null) {
            parts.add(texts.text("plan.step.host", copy.host()));
        }
        for (PlanProbe probe : copy.probes()) {
            parts.add(texts.text(probe.passed() ? "plan.step.probe.passed" : "plan.step.probe.failed", probe.probe()));
        }
        return String.join(" · ", parts);
    }

    public ReadOnlyObjectProperty<Page> page() {
        return page.getReadOnlyProperty();
    }

    /** What a step asks to be confirmed is so. */
    public void confirm(int step, String note) {
        decide(() -> session.plans().confirm(run.id(), step, noted(note)));
    }

    public void retry(int step, String note) {
        decide(() -> session.plans().retry(run.id(), step, noted(note)));
    }

    public void skip(int step, String note) {
        decide(() -> session.plans().skip(run.id(), step, noted(note)));
    }

    /** Nothing further is begun; what runs goes on running. */
    public void stop(String note) {
        decide(() -> session.plans().stop(run.id(), noted(note)));
    }

    /** Nothing further is begun, and what a test made is removed. */
    public void cancel(String note) {
        decide(() -> session.plans().cancel(run.id(), noted(note)));
    }

    /** Removes all that a test that is over left running. */
    public void clean(String note) {
        decide(() -> {
            session.plans().clean(run.id(), noted(note));
            return session.plans().one(run.id());
        });
    }

    private static String noted(String note) {
        return note == null || note.isBlank() ? null : note.strip();
    }

    private void decide(Callable<PlanRun> decision) {
        problem = "";
        tasks.run(decision, this::take, this::fail);
    }

    /** Writes the page that stands alone, and its signature beside it, in the language of the screen. */
    public void evidence(Path file) {
        problem = "";
        UUID of = run.id();
        String language = texts.language().get().tag();
        tasks.run(() -> write(of, language, file), _ -> anew(), this::fail);
    }

    private Path write(UUID of, String language, Path file) throws IOException {
        byte[] shown = session.plans().evidence(of, language);
        byte[] signature = session.plans().signature(of, language);
        Files.write(file.resolveSibling(file.getFileName() + ".sig"), signature);
        return Files.write(file, shown);
    }
}
