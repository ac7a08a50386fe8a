package secondsite.app.control.table;

import java.util.Comparator;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.Node;

/**
 * A column of a table: what it says of a row, as text in any case (for filter, copies and CSV), and drawn by nodes of its own if
 * there is a {@code cell}.
 */
public record Column<R>(String id, String title, double width, boolean right, boolean visible, Function<R, String> text,
        Comparator<R> order, Supplier<Cell<R>> cell) {

    /** Shows one row after the other, as the table is scrolled. */
    public interface Cell<R> {

        Node node();

        void show(R row);
    }

    /** A column of words, in their order; upper and lower case are the same. */
    public static <R> Column<R> of(String id, String title, double width, Function<R, String> text) {
        return new Column<>(id, title, width, false, true, text, Comparator.comparing(text,
                String.CASE_INSENSITIVE_ORDER), null);
    }

    /** Figures: at the right, in the order of their values. */
    public static <R, V extends Comparable<? super V>> Column<R> figure(String id, String title, double width,
            Function<R, String> text, Function<R, V> value) {
        return new Column<>(id, title, width, true, true, text, Comparator.comparing(value, Comparator.nullsFirst(
                Comparator.naturalOrder())), null);
    }

    public Column<R> ordered(Comparator<R> other) {
        return new Column<>(id, title, width, right, visible, text, other, cell);
    }

    public Column<R> drawn(Supplier<Cell<R>> by) {
        return new Column<>(id, title, width, right, visible, text, order, by);
    }

    /** Not shown before somebody chooses it. */
    public Column<R> hidden() {
        return new Column<>(id, title, width, right, false, text, order, cell);
    }
}
