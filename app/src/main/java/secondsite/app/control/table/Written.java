package secondsite.app.control.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** The rows of a table as text, with the columns that are shown, in their order. */
final class Written<R> {

    private final TableView<?> view;
    private final List<Column<R>> columns;
    private final Rows<R> rows;

    Written(TableView<?> view, List<Column<R>> columns, Rows<R> rows) {
        this.view = view;
        this.columns = columns;
        this.rows = rows;
    }

    /** All rows that are shown, below their titles. */
    String csv() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(titles());
        rows.shown().forEach(row -> lines.add(cells(row.value())));
        return Csv.of(lines);
    }

    /** These rows, a line each with tabulators between its cells; all that are shown, below their titles, for none. */
    String lines(List<R> chosen) {
        Stream<List<String>> lines = chosen.isEmpty()
                ? Stream.concat(Stream.of(titles()), rows.shown().stream().map(row -> cells(row.value())))
                : chosen.stream().map(this::cells);
        return lines.map(cells -> String.join("\t", cells)).collect(Collectors.joining("\n"));
    }

    private List<String> titles() {
        return shown().map(Column::title).toList();
    }

    private List<String> cells(R row) {
        return shown().map(column -> column.text().apply(row)).toList();
    }

    private Stream<Column<R>> shown() {
        return view.getColumns().stream().filter(TableColumn::isVisible).map(TableColumn::getId).map(id -> columns
                .stream().filter(column -> column.id().equals(id)).findFirst().orElseThrow());
    }
}
