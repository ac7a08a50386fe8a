package secondsite.app.table;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.control.table.TableState;
import secondsite.app.control.table.TableTexts;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Toasts;
import secondsite.app.fx.Texts;

/** Makes tables. */
public final class Tables {

    private final Texts texts;
    private final Dialogs dialogs;
    private final TableViews views;
    private final Toasts toasts;

    @Inject
    public Tables(Texts texts, Dialogs dialogs, TableViews views, Toasts toasts) {
        this.toasts = toasts;
        this.texts = texts;
        this.dialogs = dialogs;
        this.views = views;
    }

    /** @param key of the texts of its emptiness, {@code KEY.none} and {@code KEY.none-why}, and its name as a node and a file */
    public <R> DataTable<R> table(String key, Function<R, String> id, List<Column<R>> columns, List<Chip<R>> chips) {
        DataTable<R> table = made(key, id, columns, chips);
        new ViewsMenu(table, key, views, texts, dialogs, toasts).begin();
        return table;
    }

    /** In the order of a column, until a person chooses another. */
    public <R> DataTable<R> sorted(String key, Function<R, String> id, List<Column<R>> columns, List<Chip<R>> chips,
            String column) {
        DataTable<R> table = made(key, id, columns, chips);
        table.restore(new TableState(List.of(), List.of(new TableState.SortState(column, false)), "", Set.of()));
        new ViewsMenu(table, key, views, texts, dialogs, toasts).begin();
        return table;
    }

    private <R> DataTable<R> made(String key, Function<R, String> id, List<Column<R>> columns, List<Chip<R>> chips) {
        var table = new DataTable<R>(id, columns, chips,
                new TableTexts(texts.text("table.filter"), texts.text("table.columns"), texts.text("table.export"),
                        texts.text("table.copy"), texts.text("table.all"), texts.text(key + ".none"),
                        texts.text(key + ".none-why"), texts.text("table.no-hit"), texts.text("table.clear"),
                        count -> texts.text("table.changes", count)));
        String name = key.replace('.', '-');
        table.setId(name + "-table");
        table.setOnExport(csv -> dialogs.save(name + ".csv", csv));
        return table;
    }

    /** A status: its icon, and its word. The worst is last. */
    public static <R> Column<R> status(String id, String title, double width, Function<R, Status> status,
            Function<R, String> word) {
        return Column.of(id, title, width, word).ordered(Comparator.comparing(status).thenComparing(word))
                .drawn(() -> new StatusCell<>(status, word));
    }

    /** Draws a status. */
    private static final class StatusCell<R> implements Column.Cell<R> {

        private final Function<R, Status> status;
        private final Function<R, String> word;
        private final StatusIcon icon = new StatusIcon();
        private final Label label = new Label();
        private final HBox line = new HBox(icon, label);

        StatusCell(Function<R, Status> status, Function<R, String> word) {
            this.status = status;
            this.word = word;
            line.getStyleClass().add("status-cell");
        }

        @Override
        public Node node() {
            return line;
        }

        @Override
        public void show(R row) {
            icon.setStatus(status.apply(row));
            label.setText(word.apply(row));
        }
    }
}
