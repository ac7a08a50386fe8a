package secondsite.app.form;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/** One thing to be filled in. What is wrong with it is told as soon as somebody changed it. */
public abstract sealed class Field permits TextEntry, Choice, Tick {

    private final String id;
    private final String label;
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper told = new ReadOnlyStringWrapper("");
    private final BooleanProperty shown = new SimpleBooleanProperty(true);
    private String hint = "";

    Field(String id, String label) {
        this.id = id;
        this.label = label;
    }

    /** What is wrong; empty when nothing is. */
    abstract String judge();

    final void judgeNow() {
        fault.set(shown.get() ? judge() : "");
        told.set(touched() ? fault.get() : "");
    }

    /** What stood here first, for people. */
    public abstract String before();

    /** What stands here now, for people. */
    public abstract String now();

    /** Whether somebody changed it. */
    public final boolean touched() {
        return !before().equals(now());
    }

    public final String id() {
        return id;
    }

    public final String label() {
        return label;
    }

    /** Below the field while nothing is wrong; empty for nothing. */
    public final String hint() {
        return hint;
    }

    final void hint(String text) {
        hint = text;
    }

    /** What is wrong, whether somebody was at it or not; empty when nothing is. */
    public final ReadOnlyStringProperty fault() {
        return fault.getReadOnlyProperty();
    }

    /** What is wrong, once somebody was at it. */
    public final ReadOnlyStringProperty told() {
        return told.getReadOnlyProperty();
    }

    /** One that is not shown is not checked either. */
    public final BooleanProperty shown() {
        return shown;
    }
}
