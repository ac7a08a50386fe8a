package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.app.action.Gate;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** A failed-over machine is started anew from another recovery point. */
final class ChangePointWorkflow {

    private final FailoverSurroundings around;
    private final Situations situations;

    @Inject
    ChangePointWorkflow(FailoverSurroundings around, Situations situations) {
        this.around = around;
        this.situations = situations;
    }

    void start(MachineSummary machine) {
        situations.look(machine, situation -> situation.pending().ifPresent(failover -> open(situation, failover)));
    }

    void open(Situation situation, Failover failover) {
        var point = new PointViewModel(around, situation, FailoverKind.UNPLANNED);
        around.wizards().open(new Wizard(WizardKind.REAL, around.text("failover.change.title", situation.name()),
                around.text("failover.change.detail"), Optional.of(situation.away()),
                List.of(new PointPage(around, point).step()), new ChangeReview(situation, failover, point),
                new Deed(Gate.REVIEW, situation.name(), around.text("failover.change.consequence", situation.keeper()),
                        around.text("failover.change.verb"),
                        () -> Ordered.job(around.session().failovers().change(failover.id(), point.word()))),
                Optional.empty()));
    }

    private final class ChangeReview implements Review {

        private final Situation situation;
        private final Failover failover;
        private final PointViewModel point;

        private ChangeReview(Situation situation, Failover failover, PointViewModel point) {
            this.situation = situation;
            this.failover = failover;
            this.point = point;
        }

        @Override
        public List<Sentence> sentences() {
            return List.of(
                    Sentence.plain(around.text("failover.review.what"),
                            around.text("failover.change.what", situation.name(), situation.keeper())),
                    Sentence.plain(around.text("failover.review.before"), PendingText.moment(around, failover)),
                    Sentence.plain(around.text("failover.review.point"), point.said().get()),
                    Sentence.danger(around.text("failover.review.lost"),
                            PendingText.written(around, situation, failover)));
        }

        @Override
        public String command() {
            return "secondsite failover point " + failover.id() + " " + point.word() + " --wait";
        }

        @Override
        public String afterwards() {
            return around.text("failover.pending.can");
        }
    }
}
