package secondsite.server.configuration.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.api.plan.PlanCopy;
import secondsite.api.plan.PlanDecision;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanProbe;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepState;

/** A run of a plan, told on a page that stands alone: for people, on paper as well. */
final class EvidencePage {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final double MILLIS = 1000;
    private static final String NOTHING = "–";
    /** All pictures of a page, in Base64. */
    private static final int PICTURES = 2 << 20;

    private final EvidenceWords words;
    private final PlanRun run;
    private final Html page;

    private EvidencePage(EvidenceWords words, PlanRun run) {
        this.words = words;
        this.run = run;
        this.page = new Html(words.language(), words.say("title", run.name()));
    }

    /**
     * @param deployment fingerprint of the deployment's authority
     * @param now        when it is written
     * @param pictures   what a machine showed, in Base64
     */
    static String of(PlanRun run, EvidenceWords words, String deployment, Instant now,
            Function<UUID, Optional<String>> pictures) {
        var page = new EvidencePage(words, run);
        page.head(deployment, now);
        page.measured();
        page.machines();
        page.steps();
        page.people();
        page.pictures(pictures);
        page.verification();
        return page.page.end();
    }

    private void head(String deployment, Instant now) {
        page.facts();
        fact("plan", words.say("version", run.name(), Integer.toString(run.version())));
        fact("run", run.id().toString());
        fact("kind", words.word(run.request().kind()));
        fact("point", run.request().point() == null ? "latest" : run.request().point());
        run.points().forEach(each -> fact("group-point",
                words.say("group-point-of", each.name(), each.point().toString(), time(each.time()))));
        fact("who", run.drill() ? words.say("schedule") : run.who());
        fact("begun", time(run.begun()));
        fact("ended", time(run.ended()));
        fact("outcome", run.state() == PlanRunState.DONE
                ? words.say(run.wentWell() ? "WELL" : "NOT_WELL")
                : words.word(run.state()));
        fact("cleaned", run.cleaned() == null ? words.say("not-cleaned") : time(run.cleaned()));
        fact("written", time(now));
        fact("deployment", deployment);
        page.endTable();
        page.paragraph(words.say("times"));
    }

    private void fact(String key, String value) {
        page.fact(words.say(key), value);
    }

    private void measured() {
        PlanGoals goals = run.goals() == null ? new PlanGoals(null, null) : run.goals();
        page.heading(words.say("goals"));
        table("measure", "value", "goal", "met");
        measure("up", run.upSeconds(), null);
        measure("rto", run.rtoSeconds(), goals.rtoSeconds());
        measure("rpo", run.rpoSeconds(), goals.rpoSeconds());
        page.endTable();
    }

    private void measure(String what, Double value, Integer goal) {
        boolean met = goal != null && value != null && value <= goal;
        page.row(List.of(words.say(what), value == null ? words.say("unknown") : seconds(value),
                goal == null ? words.say("no-goal") : seconds(goal),
                goal == null ? NOTHING : words.say(met ? "yes" : "no")));
    }

    private void machines() {
        page.heading(words.say("machines"));
        table("machine", "host", "ordered", "point-time", "lost", "ran", "to-run", "worked", "to-work", "probes");
        Runs.machines(run.steps()).forEach(step -> page.row(machine(step)));
        page.endTable();
    }

    private List<String> machine(PlanStep step) {
        PlanCopy copy = step.copy();
        if (copy == null) {
            return List.of(step.name(), NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING,
                    NOTHING);
        }
        return List.of(step.name(), copy.host() == null ? NOTHING : copy.host(), time(copy.ordered()),
                time(copy.pointTime()), copy.lostSeconds() == null ? words.say("unknown") : seconds(copy.lostSeconds()),
                time(copy.up()), span(copy.ordered(), copy.up()), time(copy.works()),
                span(copy.ordered(), copy.works()),
                copy.probes().isEmpty()
                        ? words.say("no-probes")
                        : copy.probes().stream().map(this::probe).collect(Collectors.joining("\n")));
    }

    private String probe(PlanProbe probe) {
        return words.say(probe.passed() ? "passed" : "failed", probe.probe(),
                Objects.requireNonNullElse(probe.evidence(), ""));
    }

    private void steps() {
        page.heading(words.say("steps"));
        table("number", "group", "kind", "step", "state", "begun", "ended", "took", "attempts", "detail", "decisions");
        run.steps().forEach(step -> page.row(List.of(Integer.toString(step.number()), step.group(),
                words.word(step.kind()), step.name(), words.word(step.state()), time(step.begun()),
                time(step.ended()), span(step.begun(), step.ended()), Integer.toString(step.attempts()), detail(step),
                decisions(step.decisions()))));
        page.endTable();
    }

    private static String detail(PlanStep step) {
        String values = step.values().stream().map(value -> value.name() + " = " + value.value())
                .collect(Collectors.joining("\n"));
        String said = step.detail() == null ? "" : step.detail();
        return said + (said.isEmpty() || values.isEmpty() ? "" : "\n") + values;
    }

    private String decisions(List<PlanDecision> decisions) {
        return decisions.stream().map(this::decision).collect(Collectors.joining("\n"));
    }

    private String decision(PlanDecision decision) {
        String what = words.say(decision.what().equals("cleaned") ? "cleaned-decision" : decision.what());
        return decision.note() == null
                ? words.say("decision", decision.who(), what, time(decision.time()))
                : words.say("decision-note", decision.who(), what, time(decision.time()), decision.note());
    }

    private void people() {
        if (!run.decisions().isEmpty()) {
            page.heading(words.say("people"));
            run.decisions().forEach(each -> page.paragraph(decision(each)));
        }
    }

    private void pictures(Function<UUID, Optional<String>> pictures) {
        page.heading(words.say("pictures"));
        int left = PICTURES;
        boolean any = false;
        for (PlanStep step : Runs.machines(run.steps())) {
            Optional<String> png = step.state() == PlanStepState.NOT_DONE
                    ? Optional.empty()
                    : pictures.apply(step.machine());
            if (png.isPresent() && png.get().length() <= left) {
                left -= png.get().length();
                any = true;
                page.picture(png.get(), step.name());
            }
        }
        if (!any) {
            page.paragraph(words.say("no-picture"));
        }
    }

    private void verification() {
        String file = "evidence-" + run.id() + "-" + words.language();
        page.heading(words.say("verify"));
        page.paragraph(words.say("verify-text"));
        page.commands("openssl x509 -in authority.pem -pubkey -noout > authority-key.pem\n"
                + "openssl dgst -sha256 -verify authority-key.pem -signature " + file + ".sig " + file + ".html");
    }

    private void table(String... heads) {
        page.table(List.of(heads).stream().map(words::say).toList());
    }

    private static String time(Instant time) {
        return time == null ? NOTHING : TIME.format(time);
    }

    private String span(Instant from, Instant to) {
        return from == null || to == null ? NOTHING : seconds(Duration.between(from, to).toMillis() / MILLIS);
    }

    private String seconds(double value) {
        return words.say("seconds", String.format(Locale.forLanguageTag(words.language()), "%.1f", value));
    }
}
