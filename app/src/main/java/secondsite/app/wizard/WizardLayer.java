package secondsite.app.wizard;

import jakarta.inject.Inject;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import secondsite.app.fx.FxmlFile;
import secondsite.app.fx.Views;

/** Lies over the whole window while a wizard is open; the keyboard stays in it then, and goes back to where it was. */
public final class WizardLayer extends StackPane {

    private final Wizards wizards;
    private final Views views;
    private final InvalidationListener changed = _ -> show();
    private final InvalidationListener moved = _ -> keepKeyboard();
    private Node before;
    private Node last;

    @Inject
    public WizardLayer(Wizards wizards, Views views) {
        this.wizards = wizards;
        this.views = views;
        getStyleClass().add("wizard-layer");
        setVisible(false);
        wizards.open().addListener(new WeakInvalidationListener(changed));
        sceneProperty().addListener((_, old, now) -> {
            if (old != null) {
                old.focusOwnerProperty().removeListener(moved);
            }
            if (now != null) {
                now.focusOwnerProperty().addListener(moved);
            }
        });
        show();
    }

    private void show() {
        Wizard wizard = wizards.open().get();
        if (wizard == null) {
            setVisible(false);
            getChildren().clear();
            giveBackKeyboard();
            return;
        }
        if (!isVisible() && getScene() != null) {
            before = getScene().getFocusOwner();
        }
        last = null;
        Views.View view = views.load(FxmlFile.WIZARD);
        getChildren().setAll(view.root());
        setVisible(true);
        // A page is in the window, and can have the keyboard, only when what scrolls it has its skin.
        applyCss();
        ((WizardView) view.controller()).show(wizard);
    }

    /** To where it was, or to what has been made in the place of that meanwhile. */
    private void giveBackKeyboard() {
        if (before == null) {
            return;
        }
        Node there = before.getScene() == null && before.getId() != null && getScene() != null
                ? getScene().lookup("#" + before.getId())
                : before;
        if (there != null) {
            there.requestFocus();
        }
        before = null;
    }

    private void keepKeyboard() {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        if (!isVisible() || owner == null) {
            return;
        }
        if (within(owner)) {
            last = owner;
        } else if (above(owner)) {
            // Help and questions lie over the wizard, and have the keyboard while they are open.
            return;
        } else if (last != null && within(last)) {
            last.requestFocus();
        }
    }

    private boolean above(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (each.getParent() == getParent()) {
                return getParent().getChildrenUnmodifiable().indexOf(each) > getParent().getChildrenUnmodifiable()
                        .indexOf(this);
            }
        }
        return false;
    }

    private boolean within(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (each == this) {
                return true;
            }
        }
        return false;
    }
}
