package secondsite.server.administration;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows whose columns stand below each other. */
final class Table {

    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(heads);
    }

    /** @param cells as many as there are heads */
    Table row(Object... cells) {
        rows.add(Arrays.stream(cells).map(Wording::text).map(Wording::clean).toArray(String[]::new));
        return this;
    }

    void print(PrintWriter out) {
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        for (String[] row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.length; column++) {
                line.append(row[column]).repeat(' ', widths[column] - row[column].length()).append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
