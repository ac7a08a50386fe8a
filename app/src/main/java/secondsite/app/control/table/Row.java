package secondsite.app.control.table;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The place of one id in a table: it stays the same object while its value changes, so that a change redraws its cells alone. */
final class Row<R> {

    private final String id;
    private final ReadOnlyObjectWrapper<R> value;

    Row(String id, R value) {
        this.id = id;
        this.value = new ReadOnlyObjectWrapper<>(this, "value", value);
    }

    String id() {
        return id;
    }

    R value() {
        return value.get();
    }

    ReadOnlyObjectProperty<R> valueProperty() {
        return value.getReadOnlyProperty();
    }

    void set(R now) {
        value.set(now);
    }
}
