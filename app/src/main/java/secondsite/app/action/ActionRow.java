package secondsite.app.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.Pane;

/**
 * Buttons of actions in a pane, about something that is told anew all the time. They are made anew only when others are offered or other is
 * allowed: what somebody is about to press stays under the pointer, and the keyboard stays where it was.
 */
public final class ActionRow<T> {

    /** What is offered, and whether it may be done. */
    private record Offer<T>(Action<T> action, Permission permission) {}

    private final ActionControls controls;
    private final Pane pane;
    private final Optional<MenuButton> menu;
    private List<Offer<T>> buttons = List.of();
    private List<Offer<T>> items = List.of();
    private T what;

    /** @param pane that has nothing else in it */
    public ActionRow(ActionControls controls, Pane pane) {
        this(controls, pane, Optional.empty());
    }

    /** @param menu stands first, and has all actions in it */
    public ActionRow(ActionControls controls, Pane pane, Optional<MenuButton> menu) {
        this.controls = controls;
        this.pane = pane;
        this.menu = menu;
    }

    /** Nothing is offered. */
    public void clear() {
        buttons = List.of();
        items = List.of();
        pane.getChildren().clear();
    }

    /** @param shown those that have a button */
    public void show(List<Action<T>> all, List<Action<T>> shown, T now) {
        what = now;
        List<Offer<T>> listed = offers(all);
        if (!listed.equals(items)) {
            items = listed;
            menu.ifPresent(list -> list.getItems().setAll(
                    all.stream().map(action -> controls.itemFor(action, () -> what)).toList()));
        }
        List<Offer<T>> next = offers(shown);
        if (!next.equals(buttons) || pane.getChildren().isEmpty()) {
            buttons = next;
            make(shown);
        }
    }

    public void show(List<Action<T>> all, T now) {
        show(all, all, now);
    }

    private List<Offer<T>> offers(List<Action<T>> actions) {
        return actions.stream().map(action -> new Offer<>(action, action.on(what))).toList();
    }

    private void make(List<Action<T>> shown) {
        Optional<String> focused = focused();
        List<Node> made = new ArrayList<>();
        menu.ifPresent(made::add);
        shown.forEach(action -> made.add(controls.buttonFor(action, () -> what)));
        pane.getChildren().setAll(made);
        focused.ifPresent(id -> Optional.ofNullable(pane.lookup("#" + id)).ifPresent(Node::requestFocus));
    }

    /** Id of the button that has the keyboard. */
    private Optional<String> focused() {
        Optional<Node> owner = Optional.ofNullable(pane.getScene()).map(Scene::getFocusOwner);
        return owner.filter(this::within).map(Node::getId);
    }

    private boolean within(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (each == pane) {
                return true;
            }
        }
        return false;
    }
}
