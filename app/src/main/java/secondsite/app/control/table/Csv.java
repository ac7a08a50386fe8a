package secondsite.app.control.table;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows as comma-separated values (RFC 4180), which no spreadsheet takes for a formula. They begin with a byte order mark: without it, the
 * most used spreadsheet reads UTF-8 as the old code page of the computer, and spoils every umlaut; who does not need it passes over it.
 */
public final class Csv {

    private static final String MARK = "\ufeff";
    private static final String LINE_END = "\r\n";
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?");
    private static final String BEGINS_FORMULAS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private Csv() {}

    /** One line each, every one ended. */
    public static String of(List<List<String>> lines) {
        return lines.stream().map(cells -> cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + LINE_END)
                .collect(Collectors.joining("", MARK, ""));
    }

    private static String cell(String text) {
        String harmless = isFormula(text) ? "'" + text : text;
        boolean quoted = harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == ';' || c == '\r' || c == '\n'
                || c == '\t') || !harmless.equals(harmless.strip());
        return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }

    /** Spaces before it do not keep a spreadsheet from it. */
    private static boolean isFormula(String text) {
        String begin = text.replaceFirst("^ +", "");
        return !begin.isEmpty() && BEGINS_FORMULAS.indexOf(begin.charAt(0)) >= 0 && !NUMBER.matcher(begin).matches();
    }
}
