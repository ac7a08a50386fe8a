package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.scene.Node;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.Gate;
import secondsite.app.session.LiveModel;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Step;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/**
 * Several machines are failed over by one wizard: asked once, ordered each. What is answered for the first is so for all; only the
 * recovery point may be another one for each.
 */
final class TogetherWorkflow {

    private final FailoverSurroundings around;
    private final Situations situations;
    private final LiveModel live;
    private final TogetherOrder order;

    @Inject
    TogetherWorkflow(FailoverSurroundings around, Situations situations, LiveModel live, TogetherOrder order) {
        this.around = around;
        this.situations = situations;
        this.live = live;
        this.order = order;
    }

    void test(List<MachineSummary> machines) {
        situations.look(machines, this::openTest);
    }

    void planned(List<MachineSummary> machines) {
        situations.look(machines, this::openPlanned);
    }

    void unplanned(List<MachineSummary> machines) {
        situations.look(machines, this::openUnplanned);
    }

    void openTest(List<Situation> all) {
        List<TestFailoverViewModel> models = all.stream().map(each -> new TestFailoverViewModel(around, each)).toList();
        TestFailoverViewModel first = models.getFirst();
        models.stream().skip(1).forEach(other -> other.mapped().bind(first.mapped()));
        List<Together.Each> each = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Situation situation = all.get(i);
            TestFailoverViewModel model = models.get(i);
            each.add(new Together.Each(situation, model::request, () -> Commands.test(situation, model)));
        }
        var together = new Together(each);
        List<Step> steps = List.of(points(all, models.stream().map(TestFailoverViewModel::point).toList()),
                NetworkPage.step(around, first.mapped()), new TogetherChecks(around, together).step());
        var review = new TogetherReview(around, together,
                () -> List.of(
                        Sentence.plain(around.text("failover.review.what"),
                                text("failover.together.test.what", together)),
                        Sentence.good(around.text("failover.review.runs-on"),
                                around.text("failover.together.test.runs-on", together.from()))),
                (one, i) -> Sentence.plain(one.name(), models.get(i).point().said().get()),
                () -> List.of(Sentence.plain(around.text("failover.review.network"),
                        NetworkPage.said(around, first.mapped().get()))),
                around.text("failover.test.afterwards"));
        order.open(wizard(WizardKind.TEST, "failover.together.test.title", "failover.test.detail", together, steps,
                review, new Deed(() -> Gate.REVIEW, () -> "",
                        () -> around.text("failover.together.test.consequence", together.to()),
                        () -> around.text("failover.together.test.verb", together.count()), null)),
                together);
    }

    void openPlanned(List<Situation> all) {
        var first = new PlannedFailoverViewModel(around);
        var together = new Together(all.stream().map(situation -> new Together.Each(situation, first::request,
                () -> Commands.planned(situation, first))).toList());
        List<Step> steps = List.of(
                ShutDownPage.step(around, first.shutDown(), around.text("failover.together.planned.heading")),
                ShutDownPage.copying(around), AfterwardsPage.step(around, first.afterwards()),
                new TogetherChecks(around, together).step());
        var review = new TogetherReview(around, together,
                () -> List.of(
                        Sentence.plain(around.text("failover.review.what"),
                                text(first.shutDown().asked().get()
                                        ? "failover.together.planned.what"
                                        : "failover.together.planned.what-off", together)),
                        Sentence.good(around.text("failover.review.lost"), around.text("failover.planned.lost")),
                        Sentence.plain(around.text("failover.review.outage"),
                                around.text("failover.planned.outage"))),
                null, () -> List.of(Sentence.plain(around.text("failover.review.afterwards"),
                        AfterwardsText.of(around, first.afterwards()))),
                around.text("failover.pending.can"));
        order.open(wizard(WizardKind.PLANNED, "failover.together.planned.title", "failover.planned.detail", together,
                steps, review, new Deed(() -> together.homeward() ? Gate.TYPED : Gate.REVIEW,
                        () -> text("failover.together.object", together),
                        () -> around.text("failover.together.planned.consequence", together.from()),
                        () -> around.text("failover.together.planned.verb", together.count(), together.to()), null)),
                together);
    }

    void openUnplanned(List<Situation> all) {
        List<UnplannedFailoverViewModel> models = all.stream()
                .map(each -> new UnplannedFailoverViewModel(around, each)).toList();
        UnplannedFailoverViewModel first = models.getFirst();
        boolean heard = models.stream().anyMatch(UnplannedFailoverViewModel::heard);
        first.shutDown().set(heard);
        models.stream().skip(1).forEach(other -> {
            other.shutDown().bind(first.shutDown());
            other.made().bind(first.made());
            other.afterwards().follow(first.afterwards());
        });
        List<Together.Each> each = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Situation situation = all.get(i);
            UnplannedFailoverViewModel model = models.get(i);
            each.add(new Together.Each(situation, model::request, () -> Commands.unplanned(situation, model)));
        }
        var together = new Together(each);
        follow(all, models);
        List<Step> steps = List.of(CausePage.step(around, first),
                points(all, models.stream().map(UnplannedFailoverViewModel::point).toList()),
                sources(all, models, together), AfterwardsPage.step(around, first.afterwards()),
                new TogetherChecks(around, together).step());
        var review = new TogetherReview(around, together,
                () -> List.of(
                        Sentence.plain(around.text("failover.review.what"),
                                text("failover.together.unplanned.what", together)),
                        Sentence.plain(around.text("failover.review.why"), CausePage.said(around, first))),
                (one, i) -> Sentence.danger(one.name(), UnplannedReview.lost(around, models.get(i).point())),
                () -> List.of(source(together, first, models),
                        Sentence.plain(around.text("failover.review.afterwards"),
                                AfterwardsText.of(around, first.afterwards()))),
                around.text("failover.pending.can"));
        order.open(wizard(WizardKind.REAL, "failover.together.unplanned.title", "failover.unplanned.detail", together,
                steps, review, new Deed(() -> Gate.TYPED, () -> text("failover.together.object", together),
                        () -> around.text(first.made().get()
                                ? "failover.together.unplanned.consequence-off"
                                : "failover.together.unplanned.consequence", together.from()),
                        () -> around.text("failover.together.unplanned.verb", together.count(), together.to()), null)),
                together);
    }

    private Wizard wizard(WizardKind kind, String title, String detail, Together together, List<Step> steps,
            TogetherReview review, Deed deed) {
        return new Wizard(kind, text(title, together), around.text(detail), Optional.of(together.away()), steps,
                review, deed, Optional.empty());
    }

    /** About so many machines, with these names, to there, from there. */
    private String text(String key, Together together) {
        return around.text(key, together.count(), together.names(), together.to(), together.from());
    }

    private Step points(List<Situation> all, List<PointViewModel> points) {
        return new TogetherPoint(around, all.stream().map(Situation::name).toList(), points).step();
    }

    /** For as long as the wizard is open. */
    private void follow(List<Situation> all, List<UnplannedFailoverViewModel> models) {
        InvalidationListener changed = _ -> {
            for (int i = 0; i < all.size(); i++) {
                live.machine(all.get(i).machine().id()).ifPresent(models.get(i).source()::set);
            }
        };
        live.machines().addListener(changed);
        around.wizards().onceClosed(() -> live.machines().removeListener(changed));
    }

    private Step sources(List<Situation> all, List<UnplannedFailoverViewModel> models, Together together) {
        UnplannedFailoverViewModel first = models.getFirst();
        var form = new Form().heading(around.text("failover.together.source.heading", together.from()));
        for (int i = 0; i < all.size(); i++) {
            Situation situation = all.get(i);
            UnplannedFailoverViewModel model = models.get(i);
            StringBinding state = Bindings.createStringBinding(() -> SourceText.of(around, situation, model),
                    model.source(), around.clock().now());
            form.note("crit", Bindings.createStringBinding(() -> model.heard() ? state.get() : "", state));
            form.note("warn", Bindings.createStringBinding(() -> model.heard() ? "" : state.get(), state));
        }
        Node page = form.explanation(around.text("failover.source.why"))
                .check("source-shut-down", first.shutDown(), around.text("failover.together.source.shut-down"),
                        around.text("failover.source.shut-down.meaning"))
                .check("source-made-sure", first.made(),
                        around.text("failover.together.source.made", together.from()),
                        around.text("failover.source.made.meaning"))
                .page();
        StringBinding fault = Bindings.createStringBinding(() -> models.stream().map(each -> each.sourceFault().get())
                .filter(text -> !text.isEmpty()).findFirst().orElse(""),
                models.stream().map(UnplannedFailoverViewModel::sourceFault).toArray(StringBinding[]::new));
        return new PageStep(around.text("failover.source.title"), page, fault);
    }

    private Sentence source(Together together, UnplannedFailoverViewModel first,
            List<UnplannedFailoverViewModel> models) {
        String label = around.text("failover.review.source", together.from());
        if (first.shutDown().get()) {
            return Sentence.plain(label, around.text("failover.together.source.said"));
        }
        List<String> heard = models.stream().filter(UnplannedFailoverViewModel::heard)
                .map(each -> each.source().get().name()).toList();
        return heard.isEmpty()
                ? Sentence.danger(label, around.text("failover.together.source.silent"))
                : Sentence.danger(label, around.text("failover.source.twice", String.join(", ", heard)));
    }
}
