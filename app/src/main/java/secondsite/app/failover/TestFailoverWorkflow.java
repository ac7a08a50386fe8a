package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.Gate;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Step;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** A copy of a machine is brought up to see whether that works; the machine itself goes on. */
final class TestFailoverWorkflow {

    private final FailoverSurroundings around;
    private final Situations situations;

    @Inject
    TestFailoverWorkflow(FailoverSurroundings around, Situations situations) {
        this.around = around;
        this.situations = situations;
    }

    void start(MachineSummary machine) {
        situations.look(machine, this::open);
    }

    void open(Situation situation) {
        var model = new TestFailoverViewModel(around, situation);
        List<Step> steps = List.of(new PointPage(around, model.point()).step(),
                NetworkPage.step(around, model.mapped()),
                new FailoverChecks(around, situation).step(model::request));
        around.wizards().open(new Wizard(WizardKind.TEST, around.text("failover.test.title", situation.name()),
                around.text("failover.test.detail"), Optional.of(situation.away()), steps,
                new TestReview(situation, model), deed(situation, model), Optional.empty()));
    }

    private Deed deed(Situation situation, TestFailoverViewModel model) {
        return new Deed(Gate.REVIEW, situation.name(), around.text("failover.test.consequence", situation.keeper()),
                around.text("failover.test.verb"),
                () -> Ordered.job(around.session().failovers().order(situation.machine().id(), model.request())));
    }

    private final class TestReview implements Review {

        private final Situation situation;
        private final TestFailoverViewModel model;

        private TestReview(Situation situation, TestFailoverViewModel model) {
            this.situation = situation;
            this.model = model;
        }

        @Override
        public List<Sentence> sentences() {
            return List.of(
                    Sentence.plain(around.text("failover.review.what"),
                            around.text("failover.test.what", situation.name(), situation.keeper())),
                    Sentence.good(around.text("failover.review.runs-on"),
                            around.text("failover.test.runs-on", situation.name(), situation.runs())),
                    Sentence.plain(around.text("failover.review.point"), model.point().said().get()),
                    Sentence.plain(around.text("failover.review.network"),
                            NetworkPage.said(around, model.mapped().get())));
        }

        @Override
        public String command() {
            return Commands.test(situation, model);
        }

        @Override
        public String afterwards() {
            return around.text("failover.test.afterwards");
        }
    }
}
