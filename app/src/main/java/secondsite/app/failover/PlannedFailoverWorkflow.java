package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.Gate;
import secondsite.app.wizard.Alternative;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Step;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** A machine is shut down, what it wrote last is copied, and it is started at the other site; or comes home that way. */
final class PlannedFailoverWorkflow {

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
        List<Step> steps = List.of(
                ShutDownPage.step(around, model.shutDown(),
                        around.text("failover.shut-down.heading", situation.name(), situation.runs())),
                ShutDownPage.copying(around),
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
            return Commands.planned(situation, model);
        }

        @Override
        public String afterwards() {
            return around.text("failover.pending.can");
        }
    }
}
