package secondsite.app.form;

import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;

/** Fields that are filled in together. */
public final class Form {

    public static final Form NONE = new Form(List.of());

    private final List<Field> fields;
    private final ReadOnlyBooleanWrapper valid = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper();

    public Form(List<? extends Field> fields) {
        this.fields = List.copyOf(fields);
        for (Field field : this.fields) {
            field.fault().addListener(_ -> judge());
            observe(field);
        }
        judge();
    }

    private void observe(Field field) {
        switch (field) {
            case TextEntry text -> text.value().addListener(_ -> changed());
            case Choice<?> choice -> choice.value().addListener(_ -> changed());
            case Tick tick -> tick.value().addListener(_ -> changed());
        }
    }

    private void changed() {
        changes.set(changes.get() + 1);
    }

    private void judge() {
        valid.set(fields.stream().allMatch(field -> field.fault().get().isEmpty()));
    }

    public List<Field> fields() {
        return fields;
    }

    /** Whether nothing is wrong with any field. */
    public ReadOnlyBooleanProperty valid() {
        return valid.getReadOnlyProperty();
    }

    /** Rises whenever something is filled in otherwise. */
    public ReadOnlyLongProperty changes() {
        return changes.getReadOnlyProperty();
    }
}
