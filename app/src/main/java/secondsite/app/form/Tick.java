package secondsite.app.form;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** Something that is so or not; one that is needed has to be ticked before anything can be done. */
public final class Tick extends Field {

    private static final String YES = "☑";
    private static final String NO = "☐";

    private final String needed;
    private final boolean first;
    private final BooleanProperty value;

    private Tick(String id, String label, boolean first, String needed) {
        super(id, label);
        this.first = first;
        this.needed = needed;
        this.value = new SimpleBooleanProperty(first);
        value.addListener(_ -> judgeNow());
        judgeNow();
    }

    public static Tick of(String id, String label, boolean first) {
        return new Tick(id, label, first, "");
    }

    /** @param why it has to be ticked */
    public static Tick needed(String id, String label, String why) {
        return new Tick(id, label, false, why);
    }

    @Override
    String judge() {
        return value.get() ? "" : needed;
    }

    @Override
    public String before() {
        return first ? YES : NO;
    }

    @Override
    public String now() {
        return value.get() ? YES : NO;
    }

    public BooleanProperty value() {
        return value;
    }

    public boolean ticked() {
        return value.get();
    }
}
