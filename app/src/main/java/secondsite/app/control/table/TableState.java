package secondsite.app.control.table;

import java.util.List;
import java.util.Set;

/** How somebody left a table: columns in their order, sorting, filters. Plain values, to be kept and given back. */
public record TableState(List<ColumnState> columns, List<SortState> sorting, String filter, Set<String> chips) {

    public TableState {
        columns = columns == null ? List.of() : List.copyOf(columns);
        sorting = sorting == null ? List.of() : List.copyOf(sorting);
        filter = filter == null ? "" : filter;
        chips = chips == null ? Set.of() : Set.copyOf(chips);
    }

    /** Width in pixels. */
    public record ColumnState(String id, double width, boolean visible) {}

    public record SortState(String column, boolean descending) {}
}
