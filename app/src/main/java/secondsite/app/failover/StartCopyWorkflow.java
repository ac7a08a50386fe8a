package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import secondsite.api.client.TransferException;
import secondsite.api.host.MachineStatus;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.app.action.Gate;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** A copy that was brought up and does not run any more is started again. */
final class StartCopyWorkflow {

    private final FailoverSurroundings around;
    private final Situations situations;
    private final Unreached unreached;

    @Inject
    StartCopyWorkflow(FailoverSurroundings around, Situations situations, Unreached unreached) {
        this.around = around;
        this.situations = situations;
        this.unreached = unreached;
    }

    void start(MachineSummary machine) {
        situations.look(machine, situation -> around.tasks().run(() -> halted(situation),
                halted -> halted.ifPresent(copy -> open(situation, copy)),
                e -> unreached.tell(machine, e, () -> start(machine))));
    }

    /** The copy that does not run; where all do by now, the one that matters most. */
    private Optional<Failover> halted(Situation situation) throws TransferException {
        List<Failover> copies = situation.copies();
        for (Failover copy : copies) {
            Failover now = around.session().failovers().failover(copy.id());
            if (now.status() != null && now.status().halted()) {
                return Optional.of(now);
            }
        }
        return copies.stream().findFirst();
    }

    void open(Situation situation, Failover copy) {
        boolean test = copy.kind() == FailoverKind.TEST;
        around.wizards().open(new Wizard(test ? WizardKind.TEST : WizardKind.REAL,
                around.text("failover.start-copy.title", situation.name()),
                around.text(test ? "failover.start-copy.detail.test" : "failover.start-copy.detail"),
                Optional.empty(), List.of(), new StartReview(situation, copy),
                new Deed(Gate.DIALOG, situation.name(), "",
                        around.text(test ? "failover.start-copy.verb.test" : "failover.start-copy.verb",
                                copy.masterTarget()),
                        () -> Ordered.job(around.session().failovers().restart(copy.id()))),
                Optional.empty()));
    }

    private final class StartReview implements Review {

        private final Situation situation;
        private final Failover copy;

        private StartReview(Situation situation, Failover copy) {
            this.situation = situation;
            this.copy = copy;
        }

        @Override
        public List<Sentence> sentences() {
            MachineStatus status = copy.status();
            String why = status == null || status.reason().isEmpty()
                    ? around.text("failover.start-copy.unknown")
                    : status.reason();
            return List.of(
                    Sentence.plain(around.text("failover.review.what"),
                            around.text("failover.start-copy.what", situation.name(), copy.masterTarget())),
                    Sentence.danger(around.text("failover.review.why"), why),
                    Sentence.good(around.text("failover.review.stays"), around.text("failover.start-copy.stays")));
        }

        @Override
        public String command() {
            return "secondsite failover start " + copy.id() + " --wait";
        }
    }
}
