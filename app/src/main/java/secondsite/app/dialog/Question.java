package secondsite.app.dialog;

import java.util.List;
import secondsite.app.form.Form;

/**
 * What somebody is asked before something is done.
 *
 * @param title     what it is about
 * @param sentences what will happen
 * @param form      what has to be said besides
 * @param verb      on the button that does it, like {@code Cancel job 812}
 * @param refusal   on the button that does nothing
 * @param grave     whether something is lost by it: then nothing but a click on its button does it
 */
public record Question(String title, List<String> sentences, Form form, String verb, String refusal, boolean grave) {

    public Question {
        sentences = List.copyOf(sentences);
    }
}
