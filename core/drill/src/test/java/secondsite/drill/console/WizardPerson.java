package secondsite.drill.console;

import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextInputControl;
import secondsite.app.navigation.Screen;

/** A person in front of a console who is led through wizards. */
final class WizardPerson {

    private final ConsoleStage console;

    WizardPerson(ConsoleStage console) {
        this.console = console;
    }

    /** Goes to the machine's page, and begins a deed there. */
    void begin(UUID machine, String deed) {
        console.go(Screen.MACHINE, machine.toString());
        press("#action-" + deed);
        console.until("the wizard is open", () -> console.sees("#wizard-cancel"));
    }

    /** Whether that can be pressed now. */
    boolean can(String selector) {
        return console.node(selector).filter(node -> ConsoleStage.get(() -> !node.isDisabled())).isPresent();
    }

    /** Presses it as soon as it can be. */
    void press(String selector) {
        console.until(selector + " can be pressed",
                () -> console.node(selector).filter(WizardPerson::pressed).isPresent());
    }

    /** A page that is made anew between two looks has other buttons. */
    private static boolean pressed(Node button) {
        return ConsoleStage.get(() -> {
            boolean can = button.getScene() != null && !button.isDisabled();
            if (can) {
                ((ButtonBase) button).fire();
            }
            return can;
        });
    }

    void choose(String selector, String item) {
        ComboBox<?> box = (ComboBox<?>) console.node(selector).orElseThrow();
        ConsoleStage.get(() -> {
            int place = box.getItems().stream().map(Object::toString).toList().indexOf(item);
            if (place < 0) {
                throw new AssertionError(selector + " offers only " + box.getItems());
            }
            box.getSelectionModel().select(place);
            return null;
        });
    }

    /** Goes on as soon as the step lets one: what it asks the server has to be answered. */
    void next() {
        String before = step();
        console.until("the wizard leaves " + before, () -> {
            press("#wizard-next");
            return !step().equals(before);
        });
    }

    private String step() {
        return console.node(".wizard-step.now").map(node -> ConsoleStage.get(node::getAccessibleText)).orElse("");
    }

    /** Does the deed, which needs no more than that. */
    void deed() {
        press("#wizard-deed");
        console.until("the wizard is closed", () -> !console.sees("#wizard-deed"));
    }

    /** States what is to be stated, and does the deed. */
    void order() {
        state();
        deed();
    }

    /** The same where the name is to be typed. @return whether it could have been done without */
    boolean order(String name) {
        state();
        boolean without = can("#wizard-deed");
        TextInputControl typed = (TextInputControl) console.node("#wizard-name").orElseThrow();
        ConsoleStage.get(() -> {
            typed.appendText(name);
            return null;
        });
        deed();
        return without;
    }

    private void state() {
        Node state = console.node("#wizard-state").orElseThrow();
        ConsoleStage.get(() -> {
            ((ButtonBase) state).fire();
            return null;
        });
    }
}
