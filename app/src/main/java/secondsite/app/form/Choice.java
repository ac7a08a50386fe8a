package secondsite.app.form;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/** One of several. */
public final class Choice<T> extends Field {

    private final List<T> options;
    private final Function<T, String> name;
    private final T first;
    private final ObjectProperty<T> value;

    /** @param name of each option, for people */
    public Choice(String id, String label, List<T> options, Function<T, String> name, T first) {
        super(id, label);
        this.options = List.copyOf(options);
        this.name = name;
        this.first = first;
        this.value = new SimpleObjectProperty<>(first);
        value.addListener(_ -> judgeNow());
        judgeNow();
    }

    /** The same with a hint below it. */
    public Choice<T> with(String hint) {
        hint(hint);
        return this;
    }

    @Override
    String judge() {
        return "";
    }

    @Override
    public String before() {
        return name(first);
    }

    @Override
    public String now() {
        return name(value.get());
    }

    public List<T> options() {
        return options;
    }

    public String name(T option) {
        return option == null ? "" : name.apply(option);
    }

    public ObjectProperty<T> value() {
        return value;
    }

    public T chosen() {
        return value.get();
    }
}
