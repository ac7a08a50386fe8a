package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import secondsite.app.action.Gate;
import secondsite.app.navigation.Place;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Step;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;
import secondsite.app.wizard.Wizards;

/** Opens small wizards, which are a few sentences and a deed, perhaps with a page before them. */
final class ShortWizards {

    /**
     * One of them.
     *
     * @param command    the same for a command line; empty for none
     * @param afterwards what can still be done; empty for nothing
     * @param deed       names the place to go to afterwards
     */
    record ShortWizard(String title, String detail, List<Step> steps, Supplier<List<Sentence>> sentences,
            Supplier<String> command, String afterwards, Gate gate, String object, String consequence, String verb,
            Callable<Place> deed) {}

    private final Wizards wizards;

    @Inject
    ShortWizards(Wizards wizards) {
        this.wizards = wizards;
    }

    void open(ShortWizard wizard) {
        wizards.open(new Wizard(WizardKind.NEUTRAL, wizard.title(), wizard.detail(), Optional.empty(), wizard.steps(),
                new Sentences(wizard), new Deed(wizard.gate(), wizard.object(), wizard.consequence(), wizard.verb(),
                        wizard.deed()),
                Optional.empty()));
    }

    private record Sentences(ShortWizard wizard) implements Review {

        @Override
        public List<Sentence> sentences() {
            return wizard.sentences().get();
        }

        @Override
        public String command() {
            return wizard.command().get();
        }

        @Override
        public String afterwards() {
            return wizard.afterwards();
        }
    }
}
