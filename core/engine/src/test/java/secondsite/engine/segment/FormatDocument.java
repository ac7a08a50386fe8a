package secondsite.engine.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** FORMAT.md as a program reads it: its tables, by the first words that introduce them or the heading above. */
public final class FormatDocument {

    /** One field: where it is, how long, and what it is. */
    public record Field(int at, int size, String what) {}

    private final String text;
    private final Map<String, List<List<String>>> tables = new LinkedHashMap<>();

    private FormatDocument(String text) {
        this.text = text;
        String before = "";
        List<List<String>> table = null;
        for (String line : text.lines().toList()) {
            if (line.startsWith("|")) {
                table = table == null ? tables.computeIfAbsent(before, none -> new ArrayList<>()) : table;
                table.add(List.of(line.substring(1, line.length() - 1).split("\\|", -1)).stream().map(String::strip)
                        .toList());
            } else {
                table = null;
                before = line.isBlank() ? before : line.replaceFirst("^#+ ", "");
            }
        }
    }

    public static FormatDocument read() {
        try {
            return new FormatDocument(Files.readString(Path.of("FORMAT.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }

    private List<List<String>> rows(String introduction) {
        List<List<String>> rows = tables.entrySet().stream().filter(e -> e.getKey().startsWith(introduction))
                .map(Map.Entry::getValue).findFirst()
                .orElseThrow(() -> new AssertionError("no table after '" + introduction + "' in " + tables.keySet()));
        return rows.subList(2, rows.size());
    }

    /** The fields of a table of positions, sizes and meanings; a size that is not a number is 0. */
    List<Field> fields(String introduction) {
        return rows(introduction).stream().map(row -> new Field(Integer.parseInt(row.get(0)),
                row.get(1).matches("\\d+") ? Integer.parseInt(row.get(1)) : 0, row.get(2))).toList();
    }

    /** The field whose meaning begins with these words. */
    public Field field(String introduction, String what) {
        return fields(introduction).stream().filter(field -> field.what().startsWith(what)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + what + " in " + introduction));
    }

    /** The second column of the row whose first one is this. */
    String value(String introduction, String name) {
        return rows(introduction).stream().filter(row -> row.get(0).equals(name)).map(row -> row.get(1)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + introduction));
    }
}
