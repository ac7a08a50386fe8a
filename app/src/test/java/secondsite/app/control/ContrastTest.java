package secondsite.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both themes can be read: contrast as WCAG 2.2 reckons it, from the files themselves. */
class ContrastTest {

    private static final double READABLE = 4.5;
    private static final double SEEN = 3;
    private static final Pattern COLOUR = Pattern.compile("(-ss-[a-z0-9-]+): (#[0-9A-F]{6});");

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everyStatusCanBeReadInItsPillOnCardsAndOnThePage(String theme) throws IOException {
        Map<String, Integer> colours = colours(theme);
        for (Status status : Status.values()) {
            String name = "-ss-" + status.styleClass();
            for (String behind : new String[]{name + "-subtle", "-ss-card", "-ss-page"}) {
                assertThat(contrast(colours, name, behind)).as("%s: %s on %s", theme, name, behind)
                        .isGreaterThanOrEqualTo(READABLE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textCanBeReadWhereverItStands(String theme) throws IOException {
        Map<String, Integer> colours = colours(theme);
        for (String[] pair : new String[][]{{"text", "card"}, {"text", "page"}, {"muted", "card"}, {"muted", "page"},
                {"muted", "inset"}, {"accent", "card"}, {"accent", "accent-subtle"}, {"on-fill", "accent-fill"},
                {"on-fill", "test-fill"}, {"on-fill", "real"}, {"on-fill", "counter"}, {"real-outline", "card"},
                {"real-outline", "page"}, {"sidebar-text", "sidebar"}, {"sidebar-group", "sidebar"},
                {"sidebar-text", "sidebar-selected"}, {"sidebar-selected-text", "sidebar-selected"},
                {"sidebar-active", "sidebar-selected"}}) {
            assertThat(contrast(colours, "-ss-" + pair[0], "-ss-" + pair[1])).as("%s: %s on %s", theme, pair[0],
                    pair[1]).isGreaterThanOrEqualTo(READABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void linesThatMeanSomethingAreSeen(String theme) throws IOException {
        Map<String, Integer> colours = colours(theme);
        for (String line : new String[]{"border-strong", "hatch", "series-1", "series-2", "series-3"}) {
            assertThat(contrast(colours, "-ss-" + line, "-ss-card")).as("%s: %s", theme, line)
                    .isGreaterThanOrEqualTo(SEEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light,dark", "dark,light"})
    void bothThemesNameTheSameColours(String themes) throws IOException {
        assertThat(colours(themes.split(",")[0]).keySet()).isEqualTo(colours(themes.split(",")[1]).keySet());
    }

    private static double contrast(Map<String, Integer> colours, String one, String other) {
        double first = luminance(colours.get(one));
        double second = luminance(colours.get(other));
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xff) + 0.7152 * linear(rgb >> 8 & 0xff) + 0.0722 * linear(rgb & 0xff);
    }

    private static double linear(int channel) {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    private static Map<String, Integer> colours(String theme) throws IOException {
        Map<String, Integer> colours = new LinkedHashMap<>();
        try (InputStream css = ContrastTest.class.getResourceAsStream("/css/colors-" + theme + ".css")) {
            Matcher found = COLOUR.matcher(new String(css.readAllBytes(), StandardCharsets.UTF_8));
            while (found.find()) {
                colours.put(found.group(1), Integer.parseInt(found.group(2).substring(1), 16));
            }
        }
        return colours;
    }
}
