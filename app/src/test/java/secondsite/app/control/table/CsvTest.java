package secondsite.app.control.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\r=1", "=\"a\",\"b\"",
            "\uff1d1"})
    void noCellIsAFormula(String text) {
        String cell = behindMark(List.of(List.of(text)));
        assertThat(cell.startsWith("\"") ? cell.substring(1) : cell).startsWith("'");
    }

    @Test
    void numbersStayNumbers() {
        assertThat(behindMark(List.of(List.of("-5", "+3.25", "-0,5", "12")))).isEqualTo("-5,+3.25,\"-0,5\",12\r\n");
    }

    @Test
    void commasQuotesAndLinesStayWithinTheirCell() {
        assertThat(behindMark(List.of(List.of("a,b", "say \"no\"", "one\ntwo"), List.of("plain", "", " edge "))))
                .isEqualTo(
                        "\"a,b\",\"say \"\"no\"\"\",\"one\ntwo\"\r\nplain,,\" edge \"\r\n");
    }

    /** Spreadsheets know by the mark that it is UTF-8. */
    private static String behindMark(List<List<String>> lines) {
        byte[] bytes = Csv.of(lines).getBytes(StandardCharsets.UTF_8);
        assertThat(bytes).startsWith(0xEF, 0xBB, 0xBF);
        return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
    }
}
