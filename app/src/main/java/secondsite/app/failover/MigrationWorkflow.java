package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.DisableRequest;
import secondsite.app.action.Gate;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** A machine that was moved stays where it is, and its protection ends. */
final class MigrationWorkflow {

    private final FailoverSurroundings around;
    private final Situations situations;

    @Inject
    MigrationWorkflow(FailoverSurroundings around, Situations situations) {
        this.around = around;
        this.situations = situations;
    }

    void start(MachineSummary machine) {
        situations.look(machine, this::open);
    }

    void open(Situation situation) {
        String reason = around.text("failover.migration.reason", situation.runs());
        around.wizards().open(new Wizard(WizardKind.REAL, around.text("failover.migration.title", situation.name()),
                around.text("failover.migration.detail"), Optional.of(situation.journey()), List.of(),
                new MigrationReview(situation),
                new Deed(Gate.TYPED, situation.name(),
                        around.text("failover.migration.consequence", situation.runs()),
                        around.text("failover.migration.verb", situation.name()),
                        () -> Ordered.job(around.session().protection().disable(situation.machine().id(),
                                new DisableRequest(false, reason, null)))),
                Optional.empty()));
    }

    private final class MigrationReview implements Review {

        private final Situation situation;

        private MigrationReview(Situation situation) {
            this.situation = situation;
        }

        @Override
        public List<Sentence> sentences() {
            return List.of(
                    Sentence.plain(around.text("failover.review.what"),
                            around.text("failover.migration.what", situation.name(), situation.runs())),
                    Sentence.danger(around.text("failover.review.final"), around.text("failover.migration.only",
                            situation.runs())),
                    Sentence.plain(around.text("failover.review.stays"),
                            around.text("failover.migration.stays", situation.home())));
        }

        @Override
        public String command() {
            return "secondsite unprotect " + Commands.word(situation.name());
        }
    }
}
