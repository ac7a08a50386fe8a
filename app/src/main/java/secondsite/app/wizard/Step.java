package secondsite.app.wizard;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;

/** One page of a wizard. */
public interface Step {

    /** In the list of steps. */
    String title();

    /** What is shown; asked for once. */
    Node page();

    /** Why nobody can go on from here, in a sentence; empty when one can. It is told when somebody wants to. */
    ObservableValue<String> fault();

    /** Somebody comes to this page, for the first time or again. */
    default void entered() {}
}
