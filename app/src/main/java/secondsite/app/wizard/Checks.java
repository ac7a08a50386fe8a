package secondsite.app.wizard;

import java.util.List;
import java.util.concurrent.Callable;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;

/** What is looked at before the deed, asked anew whenever somebody wants to know. Only the newest answer counts. */
public final class Checks {

    private final Callable<List<Check>> question;
    private final Tasks tasks;
    private final Texts texts;
    private final ObservableList<Check> found = FXCollections.observableArrayList();
    /** Held, as who listens to it does not hold it. */
    private final ObservableList<Check> foundToRead = FXCollections
            .unmodifiableObservableList(found);
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private int asked;

    /** @param question asks the server, beside the windows */
    public Checks(Callable<List<Check>> question, Tasks tasks, Texts texts) {
        this.question = question;
        this.tasks = tasks;
        this.texts = texts;
        fault.set(texts.text("wizard.checks.running"));
    }

    /** Asks again. */
    public void ask() {
        int now = ++asked;
        asking.set(true);
        fault.set(texts.text("wizard.checks.running"));
        tasks.run(question, answer -> take(now, answer), e -> take(now,
                List.of(Check.forbids(texts.text("wizard.checks.unreached"), String.valueOf(e.getMessage())))));
    }

    private void take(int number, List<Check> answer) {
        if (number == asked) {
            asking.set(false);
            found.setAll(answer);
            long forbid = answer.stream().filter(check -> check.outcome() == Check.Outcome.FORBIDS).count();
            fault.set(forbid == 0 ? "" : texts.text("wizard.checks.forbid", forbid));
        }
    }

    public ObservableList<Check> found() {
        return foundToRead;
    }

    /** Whether an answer is waited for. */
    public ReadOnlyBooleanProperty asking() {
        return asking.getReadOnlyProperty();
    }

    /** Why one cannot go on; empty when nothing forbids it. */
    public ReadOnlyStringProperty fault() {
        return fault.getReadOnlyProperty();
    }

    /** How many are of that kind. */
    public long count(Check.Outcome outcome) {
        return found.stream().filter(check -> check.outcome() == outcome).count();
    }
}
