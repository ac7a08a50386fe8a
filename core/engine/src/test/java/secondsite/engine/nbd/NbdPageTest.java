package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import secondsite.engine.document.MarkdownTable;

/** NBD.md and the code say the same. */
class NbdPageTest {

    @Test
    void thePageListsTheNumbersOfTheCode() throws Exception {
        assertThat(inPage()).isEqualTo(inCode());
    }

    @Test
    void noTwoNumbersOfATableAreTheSame() throws IOException {
        for (MarkdownTable table : MarkdownTable.of("NBD.md")) {
            if (!table.heading().equals("Sizes and limits")) {
                assertThat(table.rows()).extracting(row -> row.get(1)).as(table.header().toString())
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static Map<String, Long> inPage() throws IOException {
        return MarkdownTable.of("NBD.md").stream().flatMap(table -> table.rows().stream())
                .collect(Collectors.toMap(List::getFirst, row -> Long.decode(row.get(1)), (a, b) -> {
                    throw new AssertionError("a name is listed twice");
                }, TreeMap::new));
    }

    private static Map<String, Long> inCode() {
        return List.of(Nbd.class.getDeclaredFields()).stream().filter(field -> field.getType() != String.class)
                .collect(Collectors.toMap(field -> "NBD_" + field.getName(), NbdPageTest::value, (a, b) -> a,
                        TreeMap::new));
    }

    private static long value(Field field) {
        try {
            return field.getType() == int.class ? Integer.toUnsignedLong(field.getInt(null)) : field.getLong(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
