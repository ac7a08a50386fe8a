package secondsite.app.form;

import java.util.function.UnaryOperator;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** Something to be typed. */
public final class TextEntry extends Field {

    /** How it is typed. */
    public enum Kind {
        LINE, NUMBER, PASSWORD, AREA
    }

    private final Kind kind;
    private final String first;
    private final UnaryOperator<String> check;
    private final StringProperty value;

    /** @param check says of a text what is wrong with it; empty for nothing */
    public TextEntry(String id, String label, Kind kind, String first, UnaryOperator<String> check) {
        super(id, label);
        this.kind = kind;
        this.first = first == null ? "" : first;
        this.check = check;
        this.value = new SimpleStringProperty(this.first);
        value.addListener(_ -> judgeNow());
        shown().addListener(_ -> judgeNow());
        judgeNow();
    }

    /** The same with a hint below it. */
    public TextEntry with(String hint) {
        hint(hint);
        return this;
    }

    /** Its check reads the other one too. */
    public void judgedWith(TextEntry other) {
        other.value().addListener(_ -> judgeNow());
    }

    @Override
    String judge() {
        return check.apply(text());
    }

    @Override
    public String before() {
        return first;
    }

    @Override
    public String now() {
        return text();
    }

    public Kind kind() {
        return kind;
    }

    public StringProperty value() {
        return value;
    }

    /** Without blanks around it, but for a password. */
    public String text() {
        String typed = value.get() == null ? "" : value.get();
        return kind == Kind.PASSWORD ? typed : typed.strip();
    }

    /** Null when nothing was typed. */
    public String textOrNull() {
        return text().isEmpty() ? null : text();
    }

    /** @throws NumberFormatException unless the field is in order and one of numbers */
    public int number() {
        return Integer.parseInt(text());
    }
}
