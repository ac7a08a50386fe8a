package secondsite.app.wizard;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.TextField;

/** A field that is typed into and never pasted into: whoever types a name has read it. */
final class TypedName extends TextField {

    TypedName() {
        // In place of the usual menu, which offers to paste.
        setContextMenu(new ContextMenu());
    }

    @Override
    public void paste() {
        // Nothing comes in but by typing.
    }
}
