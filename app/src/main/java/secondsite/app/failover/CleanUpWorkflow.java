package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleGroup;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.Failover;
import secondsite.app.action.Gate;
import secondsite.app.failover.CleanUpViewModel.Result;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Step;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** A test is ended: what it showed is noted, and its copy is removed. */
final class CleanUpWorkflow {

    private static final int NOTE_ROWS = 4;

    private final FailoverSurroundings around;
    private final Situations situations;

    @Inject
    CleanUpWorkflow(FailoverSurroundings around, Situations situations) {
        this.around = around;
        this.situations = situations;
    }

    void start(MachineSummary machine) {
        situations.look(machine, situation -> situation.test().ifPresent(test -> open(situation, test)));
    }

    void open(Situation situation, Failover test) {
        var model = new CleanUpViewModel(around.texts(), test);
        around.wizards().open(new Wizard(WizardKind.TEST, around.text("failover.clean-up.title", situation.name()),
                around.text("failover.clean-up.detail"), Optional.of(situation.away()), List.of(result(model, test)),
                new CleanUpReview(situation, test, model), deed(situation, test, model), Optional.empty()));
    }

    private Step result(CleanUpViewModel model, Failover test) {
        var group = new ToggleGroup();
        var notes = new TextArea();
        notes.setId("clean-up-notes");
        notes.setPrefRowCount(NOTE_ROWS);
        notes.setWrapText(true);
        notes.setAccessibleText(around.text("failover.clean-up.notes"));
        notes.textProperty().bindBidirectional(model.notes());
        var form = new Form().heading(around.text("failover.clean-up.heading"));
        if (test.works() != null) {
            form.note(test.works() ? "info" : "warn", new SimpleObjectProperty<>(around.text(
                    test.works() ? "failover.clean-up.probes-passed" : "failover.clean-up.probes-failed")));
        }
        for (Result result : Result.values()) {
            String word = result.name().toLowerCase(Locale.ROOT).replace('_', '-');
            form.option(group, "result-" + word, model.result(), result, around.text("failover.clean-up." + word), "");
        }
        Node page = form.field(around.text("failover.clean-up.notes"), notes, model.tooLong()).page();
        return new PageStep(around.text("failover.clean-up.step"), page, model.fault());
    }

    private Deed deed(Situation situation, Failover test, CleanUpViewModel model) {
        return new Deed(Gate.DIALOG, situation.name(), "", around.text("failover.clean-up.verb"),
                () -> Ordered.job(around.session().failovers().clean(test.id(), model.told())));
    }

    private final class CleanUpReview implements Review {

        private final Situation situation;
        private final Failover test;
        private final CleanUpViewModel model;

        private CleanUpReview(Situation situation, Failover test, CleanUpViewModel model) {
            this.situation = situation;
            this.test = test;
            this.model = model;
        }

        @Override
        public List<Sentence> sentences() {
            return List.of(
                    Sentence.plain(around.text("failover.review.what"),
                            around.text("failover.clean-up.what", situation.name(), situation.keeper())),
                    Sentence.plain(around.text("failover.review.since"), around.formats().fullTime(test.begun())),
                    Sentence.plain(around.text("failover.clean-up.step"), model.told()),
                    Sentence.good(around.text("failover.review.stays"), around.text("failover.clean-up.stays")));
        }

        @Override
        public String command() {
            return "secondsite failover clean " + test.id() + " --notes " + Commands.word(model.told());
        }
    }
}
