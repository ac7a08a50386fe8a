package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.Failover;
import secondsite.app.action.Gate;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** A failover is ended: it is kept for good, or taken back. */
final class PendingWorkflow {

    private final FailoverSurroundings around;
    private final Situations situations;

    @Inject
    PendingWorkflow(FailoverSurroundings around, Situations situations) {
        this.around = around;
        this.situations = situations;
    }

    /** The copy becomes the machine. */
    void commit(MachineSummary machine) {
        situations.look(machine,
                situation -> situation.pending().ifPresent(failover -> openCommit(situation, failover)));
    }

    void openCommit(Situation situation, Failover failover) {
        around.wizards().open(new Wizard(WizardKind.REAL, around.text("failover.commit.title", situation.name()),
                around.text("failover.commit.detail"), Optional.of(situation.away()), List.of(),
                new CommitReview(around, situation, failover), committing(situation, failover), Optional.empty()));
    }

    private Deed committing(Situation situation, Failover failover) {
        return new Deed(Gate.TYPED, situation.name(), around.text("failover.commit.consequence"),
                around.text("failover.commit.verb", situation.name()),
                () -> Ordered.job(around.session().failovers().commit(failover.id())));
    }

    /** The machine is again what it was before. */
    void cancel(MachineSummary machine) {
        situations.look(machine,
                situation -> situation.pending().ifPresent(failover -> openCancel(situation, failover)));
    }

    void openCancel(Situation situation, Failover failover) {
        around.wizards().open(new Wizard(WizardKind.REAL, around.text("failover.cancel.title", situation.name()),
                around.text("failover.cancel.detail"), Optional.of(situation.back()), List.of(),
                new CancelReview(around, situation, failover), cancelling(situation, failover), Optional.empty()));
    }

    private Deed cancelling(Situation situation, Failover failover) {
        return new Deed(Gate.TYPED, situation.name(),
                around.text("failover.cancel.consequence", situation.keeper()),
                around.text("failover.cancel.verb", situation.runs()),
                () -> Ordered.job(around.session().failovers().cancel(failover.id())));
    }
}
