package secondsite.drill.console;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.robot.Robot;

/** A person without a mouse in front of a console: all goes to where the keyboard is. */
final class KeyboardPerson {

    private static final int MOST_TABS = 150;

    private final ConsoleStage console;
    private final Robot robot = ConsoleStage.get(Robot::new);

    KeyboardPerson(ConsoleStage console) {
        this.console = console;
    }

    /** @param held while the last is pressed */
    void press(KeyCode... keys) {
        ConsoleStage.get(() -> {
            for (KeyCode key : keys) {
                robot.keyPress(key);
            }
            for (int i = keys.length - 1; i >= 0; i--) {
                robot.keyRelease(keys[i]);
            }
            return null;
        });
    }

    /** Small letters, digits and spaces. */
    void type(String text) {
        text.chars().forEach(letter -> press(letter == ' '
                ? KeyCode.SPACE
                : KeyCode.getKeyCode(String.valueOf((char) letter).toUpperCase(Locale.ROOT))));
    }

    /** From control to control until the keyboard is at the one with that id. */
    void tabTo(String id) {
        tab("the control " + id, owner -> id.equals(owner.getId()));
    }

    /** The same to the next one of a kind. */
    void tabToA(Class<? extends Node> kind) {
        tab("a " + kind.getSimpleName(), kind::isInstance);
    }

    private void tab(String where, Predicate<Node> wanted) {
        StringBuilder way = new StringBuilder();
        for (int tabs = 0; tabs < MOST_TABS; tabs++) {
            if (owner().filter(wanted).isPresent()) {
                return;
            }
            press(KeyCode.TAB);
            way.append(", ").append(owner().map(Node::toString).orElse("nothing"));
        }
        throw new AssertionError("the keyboard does not come to " + where + ", only to" + way);
    }

    private Optional<Node> owner() {
        return ConsoleStage.get(() -> Optional.ofNullable(console.stage().getScene().getFocusOwner()));
    }

    /** Id of the control that has the keyboard; empty for none. */
    String at() {
        return owner().map(Node::getId).orElse("");
    }
}
