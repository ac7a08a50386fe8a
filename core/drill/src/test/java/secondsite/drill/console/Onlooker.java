package secondsite.drill.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;
import secondsite.app.control.table.DataTable;
import secondsite.app.navigation.Screen;

/** A person who looks at all of a screen, tab by tab: what can be used there, and what cannot, and why. */
final class Onlooker {

    /** In the page of a screen or above it, without what every page has around it. */
    private static final String PAGE = "#content";

    private final ConsoleStage console;
    private final Set<String> usable = new TreeSet<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> unexplained = new ArrayList<>();

    Onlooker(ConsoleStage console) {
        this.console = console;
    }

    /** Looks at the screen, as soon as it shows something of what is named. @param selector of what comes last */
    void lookAt(Screen screen, String parameter, String selector) {
        console.go(screen, parameter);
        console.until(screen + " is shown", () -> console.sees(selector));
        Optional<TabPane> tabs = console.node(PAGE + " .tab-pane").map(TabPane.class::cast);
        if (tabs.isEmpty()) {
            look(screen);
        } else {
            for (Tab tab : List.copyOf(tabs.get().getTabs())) {
                ConsoleStage.get(() -> {
                    tabs.get().getSelectionModel().select(tab);
                    tabs.get().getScene().getRoot().applyCss();
                    tabs.get().getScene().getRoot().layout();
                    return null;
                });
                look(screen);
            }
        }
    }

    /** Once more at the screen that is shown, as after something was chosen. */
    void look(Screen screen) {
        ConsoleStage.get(() -> {
            console.stage().getScene().getRoot().lookupAll(PAGE).forEach(page -> visit(screen, page));
            return null;
        });
    }

    private void visit(Screen screen, Node node) {
        if (!node.isVisible() || isToolOfTable(node)) {
            return;
        }
        if (node instanceof MenuButton menu && !menu.isDisabled()) {
            menu.getItems().forEach(item -> item(screen, menu, item));
        } else if (node instanceof ButtonBase || node instanceof TextInputControl || node instanceof ComboBoxBase<?>) {
            control(screen, node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> visit(screen, child));
        }
    }

    /** Filter, choice of columns and export: they change what is seen and nothing else. */
    private static boolean isToolOfTable(Node node) {
        return node.getStyleClass().contains("tools") && node.getParent() instanceof DataTable<?>;
    }

    private void item(Screen screen, MenuButton menu, MenuItem item) {
        String name = screen + " " + menu.getId() + ": " + item.getText();
        if (!item.isDisable()) {
            usable.add(name);
        } else {
            refused.add(name);
        }
    }

    private void control(Screen screen, Node control) {
        String name = screen + " " + name(control);
        if (!control.isDisabled()) {
            usable.add(name);
        } else if (control.getId() != null && control.getId().startsWith("action-")) {
            String said = control.getParent().getAccessibleText();
            refused.add(name + ": " + said);
            if (said == null || !control.getParent().isFocusTraversable()) {
                unexplained.add(name);
            }
        }
    }

    private static String name(Node control) {
        if (control.getId() != null) {
            return control.getId();
        }
        return control.getAccessibleText() != null || !(control instanceof Labeled labeled)
                ? control.getAccessibleText()
                : labeled.getText();
    }

    /** Screens and names of what could be used. */
    Set<String> usable() {
        return usable;
    }

    /** Actions that could not be used, with what is said about it. */
    List<String> refused() {
        return refused;
    }

    /** Those of which nobody is told why. */
    List<String> unexplained() {
        return unexplained;
    }
}
