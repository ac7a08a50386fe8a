package secondsite.app.control.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumn.SortType;
import javafx.scene.control.TableView;

/** Reads off a table how it is, and makes it so again. */
final class TableMemory {

    private TableMemory() {}

    static TableState read(TableView<?> view, FilterBar<?> bar) {
        return new TableState(view.getColumns().stream().map(column -> new TableState.ColumnState(column.getId(),
                column.getWidth(), column.isVisible())).toList(), view.getSortOrder().stream().map(
                        column -> new TableState.SortState(column.getId(),
                                column.getSortType() == SortType.DESCENDING))
                        .toList(),
                bar.filterText(), bar
                        .chosen());
    }

    static <S> void write(TableState state, TableView<S> view, FilterBar<?> bar) {
        List<TableColumn<S, ?>> order = new ArrayList<>();
        for (TableState.ColumnState kept : state.columns()) {
            column(view, kept.id()).ifPresent(column -> {
                column.setPrefWidth(kept.width());
                column.setVisible(kept.visible());
                order.add(column);
            });
        }
        view.getColumns().stream().filter(column -> !order.contains(column)).forEach(order::add);
        List<TableColumn<S, ?>> sorting = new ArrayList<>();
        for (TableState.SortState kept : state.sorting()) {
            column(view, kept.column()).ifPresent(column -> {
                column.setSortType(kept.descending() ? SortType.DESCENDING : SortType.ASCENDING);
                sorting.add(column);
            });
        }
        view.getColumns().setAll(order);
        view.getSortOrder().setAll(sorting);
        bar.restore(state.filter(), state.chips());
    }

    /** @param left called when a column is another one, or elsewhere, or the order is another one */
    static void watch(TableView<?> view, Runnable left) {
        InvalidationListener changed = _ -> left.run();
        view.getColumns().forEach(column -> {
            column.widthProperty().addListener(changed);
            column.visibleProperty().addListener(changed);
            column.sortTypeProperty().addListener(changed);
        });
        view.getColumns().addListener(changed);
        view.getSortOrder().addListener(changed);
    }

    private static <S> Optional<TableColumn<S, ?>> column(TableView<S> view, String id) {
        return view.getColumns().stream().filter(column -> column.getId().equals(id)).findFirst();
    }
}
