package secondsite.app.wizard;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import secondsite.app.action.Gate;
import secondsite.app.navigation.Place;

/**
 * What a wizard ends in. Words may depend on what was chosen, and are asked for when they are shown.
 *
 * @param gate        what has to be passed, in a production environment
 * @param object      the name to be typed where the gate wants that
 * @param consequence what a person states with the check box, where the gate has one
 * @param verb        names what is done, to how many, and where
 * @param order       asks the server for it, beside the windows; leads to where it can be watched
 */
public record Deed(Supplier<Gate> gate, Supplier<String> object, Supplier<String> consequence, Supplier<String> verb,
        Callable<Place> order) {

    /** One whose words depend on nothing. */
    public Deed(Gate gate, String object, String consequence, String verb, Callable<Place> order) {
        this(() -> gate, () -> object, () -> consequence, () -> verb, order);
    }
}
