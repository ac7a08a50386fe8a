package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ToggleGroup;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.Gate;
import secondsite.app.wizard.Alternative;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Step;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** A machine is shut down, what it wrote last is copied, and it is started at the other site; or comes home that way. */
final class PlannedFailoverWorkflow {

    private static final double SECONDS_WIDTH = 100;

    private final FailoverSurroundings around;
    private final Situations situations;
    private final TestFailoverWorkflow test;

    @Inject
    PlannedFailoverWorkflow(FailoverSurroundings around, Situations situations, TestFailoverWorkflow test) {
        this.around = around;
        this.situations = situations;
        this.test = test;
    }

    void start(MachineSummary machine) {
        situations.look(machine, this::open);
    }

    void open(Situation situation) {
        var model = new PlannedFailoverViewModel(around);
        String deed = situation.homeward() ? "failover.failback" : "failover.planned";
        List<Step> steps = List.of(shutDown(situation, model.shutDown()), copying(),
                AfterwardsPage.step(around, model.afterwards()),
                new FailoverChecks(around, situation).step(model::request));
        around.wizards().open(new Wizard(WizardKind.PLANNED, around.text(deed + ".title", situation.name()),
                around.text(deed + ".detail"), Optional.of(situation.away()), steps,
                new PlannedReview(situation, model),
                new Deed(situation.homeward() ? Gate.TYPED : Gate.REVIEW, situation.name(),
                        around.text("failover.planned.consequence", situation.name(), situation.runs()),
                        around.text(deed + ".verb", situation.keeper()),
                        () -> Ordered.job(
                                around.session().failovers().order(situation.machine().id(), model.request()))),
                Optional.of(new Alternative(around.text("failover.as-test"), WizardKind.TEST.icon(),
                        () -> test.start(situation.machine())))));
    }

    private Step shutDown(Situation situation, ShutDownViewModel model) {
        var group = new ToggleGroup();
        Node page = new Form().heading(around.text("failover.shut-down.heading", situation.name(), situation.runs()))
                .option(group, "shut-down-asked", model.asked(), Boolean.TRUE,
                        around.text("failover.shut-down.asked.name"), around.text("failover.shut-down.asked.meaning"))
                .text("shut-down-seconds", around.text("failover.shut-down.seconds"), model.seconds(), model.fault(),
                        SECONDS_WIDTH)
                .option(group, "shut-down-off", model.asked(), Boolean.FALSE,
                        around.text("failover.shut-down.off.name"), around.text("failover.shut-down.off.meaning"))
                .page();
        return new PageStep(around.text("failover.shut-down.title"), page, model.fault());
    }

    private Step copying() {
        return new PageStep(around.text("failover.copying.title"),
                new Form().heading(around.text("failover.copying.heading"))
                        .explanation(around.text("failover.copying.first"))
                        .explanation(around.text("failover.copying.second"))
                        .explanation(around.text("failover.copying.third")).page());
    }

    private final class PlannedReview implements Review {

        private final Situation situation;
        private final PlannedFailoverViewModel model;

        private PlannedReview(Situation situation, PlannedFailoverViewModel model) {
            this.situation = situation;
            this.model = model;
        }

        @Override
        public List<Sentence> sentences() {
            List<Sentence> said = new ArrayList<>();
            said.add(Sentence.plain(around.text("failover.review.what"), around.text(model.shutDown().asked().get()
                    ? "failover.planned.what"
                    : "failover.planned.what-off", situation.name(), situation.runs(), situation.keeper())));
            said.add(Sentence.good(around.text("failover.review.lost"), around.text("failover.planned.lost")));
            said.add(Sentence.plain(around.text("failover.review.outage"), around.text("failover.planned.outage")));
            said.add(Sentence.plain(around.text("failover.review.afterwards"),
                    AfterwardsText.of(around, model.afterwards())));
            return said;
        }

        @Override
        public String command() {
            return "secondsite failover planned " + Commands.word(situation.name())
                    + (model.shutDown().asked().get() ? "" : " --source-is-off")
                    + (model.shutDown().allowed() == null
                            ? ""
                            : " --shut-down-seconds " + model.shutDown().allowed())
                    + AfterwardsText.options(model.afterwards()) + " --wait";
        }

        @Override
        public String afterwards() {
            return around.text("failover.pending.can");
        }
    }
}
