package secondsite.app.dialog;

import java.util.List;
import secondsite.app.action.Gate;
import secondsite.app.form.Form;

/**
 * What somebody is asked before something is done.
 *
 * @param title       what it is about
 * @param sentences   what will happen
 * @param form        what has to be said besides
 * @param verb        on the button that does it, like {@code Cancel job 812}
 * @param refusal     on the button that does nothing
 * @param grave       whether something is lost by it: then nothing but a click on its button does it
 * @param gate        what has to be passed in a production environment
 * @param object      the name to be typed, where the gate wants that
 * @param consequence what a person states, where the gate wants that
 */
public record Question(String title, List<String> sentences, Form form, String verb, String refusal, boolean grave,
        Gate gate, String object, String consequence) {

    public Question {
        sentences = List.copyOf(sentences);
    }

    /** One that is passed by its button. */
    public Question(String title, List<String> sentences, Form form, String verb, String refusal, boolean grave) {
        this(title, sentences, form, verb, refusal, grave, Gate.DIALOG, "", "");
    }

    /** The same behind a higher gate. */
    public Question behind(Gate higher, String named, String stated) {
        return new Question(title, sentences, form, verb, refusal, grave, higher, named, stated);
    }
}
