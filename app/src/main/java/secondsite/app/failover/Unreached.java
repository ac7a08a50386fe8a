package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.Gate;
import secondsite.app.navigation.Navigator;
import secondsite.app.wizard.Alternative;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** Says that a wizard cannot be opened, because the server does not tell how the machine is; offers to try again. */
final class Unreached {

    private final FailoverSurroundings around;
    private final Navigator navigator;

    @Inject
    Unreached(FailoverSurroundings around, Navigator navigator) {
        this.around = around;
        this.navigator = navigator;
    }

    /** What went wrong. */
    private record Told(String why) implements Review {
        @Override
        public List<Sentence> sentences() {
            return List.of(Sentence.danger("", why));
        }

        @Override
        public String command() {
            return "";
        }
    }

    void tell(MachineSummary machine, Exception why, Runnable again) {
        around.wizards().open(new Wizard(WizardKind.NEUTRAL, around.text("failover.unreached.title", machine.name()),
                around.text("failover.unreached.detail"), Optional.empty(), List.of(),
                new Told(String.valueOf(why.getMessage())), new Deed(Gate.NONE, "", "",
                        around.text("failover.unreached.close"), () -> navigator.place().get()),
                Optional.of(new Alternative(around.text("failover.unreached.again"), "ci-renew", again))));
    }
}
