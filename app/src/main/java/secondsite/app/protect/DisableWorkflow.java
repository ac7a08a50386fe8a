package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.Gate;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Session;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;
import secondsite.app.wizard.Wizards;

/** A machine's protection ends: why, and whether its points stay; where they go, two persons and the typed name are needed. */
final class DisableWorkflow {

    private static final double WIDTH = 420;

    private final Wizards wizards;
    private final Session session;
    private final Texts texts;

    @Inject
    DisableWorkflow(Wizards wizards, Session session, Texts texts) {
        this.wizards = wizards;
        this.session = session;
        this.texts = texts;
    }

    void disable(ChosenMachine machine) {
        var model = new DisableViewModel(session.user(), texts);
        String name = machine.summary().name();
        wizards.open(new Wizard(WizardKind.NEUTRAL, texts.text("disable.title", name), texts.text("disable.detail"),
                Optional.empty(),
                List.of(new PageStep(texts.text("disable.step"), page(model), model.fault())),
                new Sentences(model, name),
                new Deed(() -> model.delete().get() ? Gate.TYPED : Gate.REVIEW, () -> name,
                        () -> texts.text(model.delete().get() ? "disable.state.delete" : "disable.state.keep"),
                        () -> texts.text(model.delete().get() ? "disable.verb.delete" : "disable.verb.keep", name),
                        () -> ordered(machine, model)),
                Optional.empty()));
    }

    private Place ordered(ChosenMachine machine, DisableViewModel model) throws Exception {
        long job = session.protection().disable(machine.summary().id(), model.request());
        return Screen.JOB.offered() ? new Place(Screen.JOB, Long.toString(job)) : Place.of(Screen.MACHINES);
    }

    private Node page(DisableViewModel model) {
        var group = new ToggleGroup();
        var password = new PasswordField();
        password.setId("disable-password");
        password.setMaxWidth(WIDTH);
        password.setPrefWidth(WIDTH);
        password.textProperty().bindBidirectional(model.password());
        Node people = new Form().explanation(texts.text("disable.second.explanation"))
                .text("disable-second", texts.text("disable.second"), model.second(), model.secondFault(), WIDTH)
                .field(texts.text("disable.password"), password, model.second().map(_ -> "")).page();
        people.getStyleClass().setAll("disable-second");
        people.visibleProperty().bind(model.delete());
        people.managedProperty().bind(model.delete());
        return new Form().heading(texts.text("disable.heading"))
                .option(group, "disable-keep", model.delete(), false, texts.text("disable.keep"),
                        texts.text("disable.keep.meaning"))
                .option(group, "disable-delete", model.delete(), true, texts.text("disable.delete"),
                        texts.text("disable.delete.meaning"))
                .text("disable-reason", texts.text("disable.reason"), model.reason(), model.reasonFault(), WIDTH)
                .add(new VBox(people)).page();
    }

    private final class Sentences implements Review {

        private final DisableViewModel model;
        private final String name;

        Sentences(DisableViewModel model, String name) {
            this.model = model;
            this.name = name;
        }

        @Override
        public List<Sentence> sentences() {
            boolean delete = model.delete().get();
            return List.of(Sentence.plain(texts.text("disable.review.machine"), name),
                    Sentence.danger(texts.text("disable.review.effect"), texts.text("disable.review.effect.text")),
                    delete
                            ? Sentence.danger(texts.text("disable.review.points"), texts.text("disable.points.delete"))
                            : Sentence.plain(texts.text("disable.review.points"), texts.text("disable.points.keep")),
                    Sentence.plain(texts.text("disable.reason"), model.reason().get().strip()));
        }

        @Override
        public String command() {
            return "secondsite unprotect " + Words.quoted(name) + " --reason "
                    + Words.quoted(model.reason().get().strip())
                    + (model.delete().get() ? " --delete-replica" : "");
        }

        @Override
        public String afterwards() {
            return texts.text(model.delete().get() ? "disable.afterwards.delete" : "disable.afterwards.keep");
        }
    }
}
