package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import secondsite.api.point.MachinePoint;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.ChosenPoint;
import secondsite.app.action.Gate;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.protect.ShortWizards.ShortWizard;
import secondsite.app.session.Session;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Sentence;

/** Points are made, with a label or with quiet applications; and kept beyond what the policy keeps, and let go. */
final class PointWorkflow {

    private static final int LONGEST_LABEL = 200;
    private static final double WIDTH = 420;

    private final ShortWizards shorts;
    private final Session session;
    private final Texts texts;
    private final Formats formats;

    @Inject
    PointWorkflow(ShortWizards shorts, Session session, Texts texts, Formats formats) {
        this.shorts = shorts;
        this.session = session;
        this.texts = texts;
        this.formats = formats;
    }

    private static Place points(ChosenMachine machine) {
        return new Place(Screen.MACHINE, machine.summary().id() + "/points");
    }

    void bookmark(ChosenMachine machine) {
        StringProperty label = new SimpleStringProperty("");
        String name = machine.summary().name();
        shorts.open(new ShortWizard(texts.text("bookmark.title", name), texts.text("bookmark.detail"),
                List.of(new PageStep(texts.text("bookmark.step"), labelPage("bookmark", label), fault(label))),
                () -> List.of(Sentence.plain(texts.text("disable.review.machine"), name),
                        Sentence.plain(texts.text("bookmark.label"), label.get().strip()),
                        Sentence.good(texts.text("resync.effect"), texts.text("bookmark.effect"))),
                () -> "secondsite bookmark " + Words.quoted(name) + " " + Words.quoted(label.get().strip()), "",
                Gate.NONE, "", "", texts.text("bookmark.verb"), () -> {
                    session.protection().bookmark(machine.summary().id(), label.get().strip());
                    return points(machine);
                }));
    }

    private Node labelPage(String what, StringProperty label) {
        return new Form().heading(texts.text(what + ".heading")).explanation(texts.text(what + ".explanation"))
                .text(what + "-label", texts.text(what + ".label"), label, fault(label), WIDTH).page();
    }

    private ObservableValue<String> fault(StringProperty label) {
        return Bindings.createStringBinding(() -> label.get().isBlank()
                ? texts.text("bookmark.label.missing")
                : label.get().length() > LONGEST_LABEL ? texts.text("bookmark.label.long", LONGEST_LABEL) : "", label);
    }

    void appPoint(ChosenMachine machine) {
        String name = machine.summary().name();
        shorts.open(new ShortWizard(texts.text("app-point.title", name), "", List.of(),
                () -> List.of(Sentence.plain(texts.text("disable.review.machine"), name),
                        Sentence.plain(texts.text("resync.effect"), texts.text("app-point.effect"))),
                () -> "secondsite app-point " + Words.quoted(name), "", Gate.DIALOG, "", "",
                texts.text("app-point.verb"), () -> {
                    session.protection().appPoint(machine.summary().id());
                    return points(machine);
                }));
    }

    void pin(ChosenPoint chosen) {
        StringProperty label = new SimpleStringProperty("");
        open("pin", chosen, label,
                words -> "secondsite pin " + words + " --label " + Words.quoted(label.get().strip()), () -> {
                    session.recovery().pin(machine(chosen), chosen.point().id(), label.get().strip());
                    return points(chosen.machine());
                });
    }

    private void open(String what, ChosenPoint chosen, StringProperty label, Function<String, String> command,
            Callable<Place> deed) {
        MachinePoint point = chosen.point();
        String name = chosen.machine().summary().name();
        String time = formats.fullTime(point.time());
        shorts.open(new ShortWizard(texts.text(what + ".title", time), name,
                List.of(new PageStep(texts.text("bookmark.step"), labelPage(what, label), fault(label))),
                () -> List.of(Sentence.plain(texts.text("disable.review.machine"), name),
                        Sentence.plain(texts.text("points.selected"), time),
                        Sentence.good(texts.text("resync.effect"), texts.text(what + ".effect"))),
                () -> command.apply(Words.quoted(name) + " " + point.id()), "", Gate.NONE, "", "",
                texts.text(what + ".verb"), deed));
    }

    void unpin(ChosenPoint chosen) {
        String name = chosen.machine().summary().name();
        String time = formats.fullTime(chosen.point().time());
        shorts.open(new ShortWizard(texts.text("unpin.title", time), name, List.of(),
                () -> List.of(Sentence.plain(texts.text("disable.review.machine"), name),
                        Sentence.plain(texts.text("points.selected"), time),
                        Sentence.danger(texts.text("resync.effect"), texts.text("unpin.effect"))),
                () -> "secondsite unpin " + Words.quoted(name) + " " + chosen.point().id(), "", Gate.DIALOG, "", "",
                texts.text("unpin.verb"), () -> {
                    session.recovery().unpin(machine(chosen), chosen.point().id());
                    return points(chosen.machine());
                }));
    }

    private static UUID machine(ChosenPoint chosen) {
        return chosen.machine().summary().id();
    }
}
