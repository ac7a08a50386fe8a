package secondsite.engine.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table of a page, so that a test can hold the page to the code.
 *
 * @param heading the heading above the table, without its hashes
 * @param header the first row
 * @param rows the rows below the line; back-ticks around a whole cell are taken off
 */
public record MarkdownTable(String heading, List<String> header, List<List<String>> rows) {

    /** All tables of a page of this module, in order. */
    public static List<MarkdownTable> of(String page) throws IOException {
        List<MarkdownTable> tables = new ArrayList<>();
        String heading = "";
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of(page))) {
            if (line.startsWith("#")) {
                heading = line.replaceFirst("#+ *", "");
            }
            boolean row = line.startsWith("|");
            if (row && !inside) {
                tables.add(new MarkdownTable(heading, cells(line), new ArrayList<>()));
            } else if (row && !line.startsWith("|---")) {
                tables.getLast().rows().add(cells(line));
            }
            inside = row;
        }
        return tables;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|")).map(String::strip)
                .map(cell -> cell.matches("`[^`]*`") ? cell.substring(1, cell.length() - 1) : cell).toList();
    }
}
