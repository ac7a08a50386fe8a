package secondsite.app.control.table;

import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;

/** Makes the cells of a column: its text, or the nodes that it draws with. */
final class TableCells {

    private TableCells() {}

    static <R> TableCell<Row<R>, R> of(Column<R> column) {
        TableCell<Row<R>, R> cell = column.cell() == null ? new Written<>(column) : new Drawn<>(column);
        cell.setAlignment(column.right() ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
        return cell;
    }

    private static final class Written<R> extends TableCell<Row<R>, R> {

        private final Column<R> column;

        private Written(Column<R> column) {
            this.column = column;
        }

        @Override
        protected void updateItem(R row, boolean empty) {
            super.updateItem(row, empty);
            String now = empty || row == null ? "" : column.text().apply(row);
            if (!now.equals(getText())) {
                setText(now);
            }
        }
    }

    private static final class Drawn<R> extends TableCell<Row<R>, R> {

        private final Column<R> column;
        private final Column.Cell<R> by;

        private Drawn(Column<R> column) {
            this.column = column;
            by = column.cell().get();
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }

        @Override
        protected void updateItem(R row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            by.show(row);
            if (getGraphic() == null) {
                setGraphic(by.node());
            }
            setAccessibleText(column.text().apply(row));
        }
    }
}
