package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.scene.Node;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.Gate;
import secondsite.app.session.LiveModel;
import secondsite.app.wizard.Alternative;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Step;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** A machine is started at the other site although its own place is lost, or because it is given up. */
final class UnplannedFailoverWorkflow {

    private final FailoverSurroundings around;
    private final Situations situations;
    private final TestFailoverWorkflow test;
    private final LiveModel live;

    @Inject
    UnplannedFailoverWorkflow(FailoverSurroundings around, Situations situations, TestFailoverWorkflow test,
            LiveModel live) {
        this.around = around;
        this.situations = situations;
        this.test = test;
        this.live = live;
    }

    void start(MachineSummary machine) {
        situations.look(machine, this::open);
    }

    void open(Situation situation) {
        var model = new UnplannedFailoverViewModel(around, situation);
        follow(situation, model);
        List<Step> steps = List.of(CausePage.step(around, model), new PointPage(around, model.point()).step(),
                source(situation, model), AfterwardsPage.step(around, model.afterwards()),
                new FailoverChecks(around, situation).step(model::request));
        around.wizards().open(new Wizard(WizardKind.REAL, around.text("failover.unplanned.title", situation.name()),
                around.text("failover.unplanned.detail"), Optional.of(situation.away()), steps,
                new UnplannedReview(around, situation, model), deed(situation, model),
                Optional.of(new Alternative(around.text("failover.as-test"), WizardKind.TEST.icon(),
                        () -> test.start(situation.machine())))));
    }

    /** For as long as the wizard is open. */
    private void follow(Situation situation, UnplannedFailoverViewModel model) {
        InvalidationListener changed = _ -> live.machine(situation.machine().id()).ifPresent(model.source()::set);
        live.machines().addListener(changed);
        around.wizards().onceClosed(() -> live.machines().removeListener(changed));
    }

    private Step source(Situation situation, UnplannedFailoverViewModel model) {
        StringBinding state = Bindings.createStringBinding(() -> SourceText.of(around, situation, model),
                model.source(), around.clock().now());
        StringBinding off = Bindings.createStringBinding(() -> model.heard() ? "" : state.get(), state);
        StringBinding on = Bindings.createStringBinding(() -> model.heard() ? state.get() : "", state);
        Node page = new Form().heading(around.text("failover.source.heading", situation.name(), situation.runs()))
                .note("crit", on).note("warn", off).explanation(around.text("failover.source.why"))
                .check("source-shut-down", model.shutDown(), around.text("failover.source.shut-down.name"),
                        around.text("failover.source.shut-down.meaning"))
                .check("source-made-sure", model.made(),
                        around.text("failover.source.made.name", situation.name(), situation.runs()),
                        around.text("failover.source.made.meaning"))
                .page();
        return new PageStep(around.text("failover.source.title"), page, model.sourceFault());
    }

    private Deed deed(Situation situation, UnplannedFailoverViewModel model) {
        return new Deed(() -> Gate.TYPED, situation::name, () -> around.text(model.made().get()
                ? "failover.unplanned.consequence-off"
                : "failover.unplanned.consequence", situation.runs()),
                () -> around.text("failover.unplanned.verb", situation.keeper()), () -> Ordered.job(
                        around.session().failovers().order(situation.machine().id(), model.request())));
    }
}
