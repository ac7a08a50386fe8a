package secondsite.app.fx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Both languages say the same. */
class TextsTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)");
    private static final double LONGEST_RATIO = 1.4;
    /** Of short words one is easily twice the other, and there is room for it. */
    private static final int ROOM = 12;

    private static Map<String, String> read(String file) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        try (var in = TextsTest.class.getResourceAsStream("/i18n/" + file);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line : reader.lines().filter(each -> !each.isBlank() && !each.startsWith("#")).toList()) {
                int equals = line.indexOf('=');
                String before = texts.put(line.substring(0, equals),
                        line.substring(equals + 1).replace("\\n", "\n"));
                assertThat(before).describedAs("another text for %s in %s", line.substring(0, equals), file).isNull();
            }
        }
        return texts;
    }

    @Test
    void bothLanguagesHaveTheSameKeys() throws IOException {
        assertThat(read("messages_de.properties").keySet()).isEqualTo(read("messages.properties").keySet());
    }

    @Test
    void aTextHasTheSamePlaceholdersInBothLanguages() throws IOException {
        Map<String, String> german = read("messages_de.properties");
        read("messages.properties").forEach((key, text) -> assertThat(placeholders(german.getOrDefault(key, "")))
                .describedAs(key).isEqualTo(placeholders(text)));
    }

    private static TreeSet<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void noGermanTextIsMuchLongerThanTheEnglishOne() throws IOException {
        Map<String, String> german = read("messages_de.properties");
        List<String> long_ = read("messages.properties").entrySet().stream()
                .filter(entry -> german.containsKey(entry.getKey())
                        && german.get(entry.getKey()).length() > entry.getValue().length() * LONGEST_RATIO + ROOM)
                .map(Map.Entry::getKey).toList();
        assertThat(long_).isEmpty();
    }

    @Test
    void textsWithPlaceholdersAreWellFormedInBothLanguages() throws IOException {
        for (String file : List.of("messages.properties", "messages_de.properties")) {
            read(file).forEach((key, text) -> {
                if (!placeholders(text).isEmpty()) {
                    assertThat(new MessageFormat(text, Locale.ENGLISH)).describedAs(key).isNotNull();
                    assertThat(text.replace("''", "")).describedAs("a single apostrophe in " + key).doesNotContain("'");
                } else {
                    assertThat(text).describedAs("said as it stands: " + key).doesNotContain("''");
                }
            });
        }
    }

    @Test
    void wordsAreFilledInAsTheFormatOfMessagesSays() throws IOException {
        Object[] words = {"one {1}", "it's", "", "vier", "5"};
        for (Language language : Language.values()) {
            var texts = new Texts(language);
            String file = language == Language.ENGLISH ? "messages.properties" : "messages_de.properties";
            read(file).entrySet().stream().filter(entry -> !placeholders(entry.getValue()).isEmpty()
                    && !entry.getValue().matches(".*\\{\\d+,.*"))
                    .forEach(entry -> assertThat(texts.text(entry.getKey(), words)).describedAs(entry.getKey())
                            .isEqualTo(new MessageFormat(entry.getValue(), language.locale()).format(words)));
        }
    }

    @Test
    void pluralsFollowTheNumberAndTheLanguageIsSwitchedAtOnce() {
        var texts = new Texts(Language.ENGLISH);
        assertThat(texts.text("frame.more-jobs", 1)).isEqualTo("+1 more job");
        assertThat(texts.text("frame.more-jobs", 3)).isEqualTo("+3 more jobs");
        texts.speak(Language.GERMAN);
        assertThat(texts.text("frame.more-jobs", 1)).isEqualTo("+1 weiterer Auftrag");
        assertThat(texts.text("frame.more-jobs", 3)).isEqualTo("+3 weitere Aufträge");
        assertThat(texts.text("screen.jobs.title")).isEqualTo("Aufträge");
    }
}
