package secondsite.app.dialog;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;

/** Asks people, and tells them. For the thread of the windows. */
public interface Dialogs {

    /**
     * Asks; when it is confirmed, the deed runs in the background and the question stays until it is done. What goes wrong is said there,
     * and can be tried again.
     *
     * @param done gets on the thread of the windows what came of it
     */
    <T> void ask(Question question, Callable<T> deed, Consumer<? super T> done);

    /** Tells something that can be copied, such as a token: it is not told again. @param hint what to do with it */
    void tell(String title, String hint, String text);

    /** The same with a hint that changes while it is read, as a time that is left does. */
    void tell(String title, ObservableValue<String> hint, String text);

    /** Puts a text where other programs can fetch it. */
    void copy(String text);

    /** Says that something could not be done that nobody was asked about. */
    void fail(Exception why);

    /** Lets a person choose a file and writes it. @param name that is proposed */
    void save(String name, String content);
}
