package secondsite.app.words;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;

/**
 * Says in the language that is chosen what a server wrote down in English: details of alerts, events and jobs. Sentences that servers make
 * are known by their English form, {@code told.*}, and said by the text of the same key. Whatever else there is, such as the message of a
 * program, stays as it is, in the marks of a quotation.
 */
@Singleton
public final class ToldText {

    private static final String KEYS = "told.";
    private static final String BETWEEN = "; ";
    /** Of what a sentence of a server is made at most, where it has such marks within. */
    private static final int MOST_PARTS = 2;
    /** A disk, or what else it is about. */
    private static final Pattern ABOUT = Pattern.compile("([^:;]{1,80}): (.+)", Pattern.DOTALL);
    private static final Pattern DECIMAL = Pattern.compile("(\\d+)\\.(\\d+) ([KMGTP]iB|B|s)");

    /** A sentence with places for values. */
    private record Known(String key, Pattern english) {}

    private final Texts texts;
    private final List<Known> known;

    @Inject
    public ToldText(Texts texts) {
        this.texts = texts;
        // The longest first: one that is part of another one is not taken for it.
        this.known = texts.keys(KEYS).stream()
                .sorted(Comparator.comparingInt((String key) -> Texts.english(key).length()).reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .map(key -> new Known(key, pattern(Texts.english(key)))).toList();
    }

    private static Pattern pattern(String english) {
        var regex = new StringBuilder();
        int from = 0;
        for (int open = english.indexOf('{'); open >= 0; open = english.indexOf('{', from)) {
            int close = english.indexOf('}', open);
            regex.append(Pattern.quote(english.substring(from, open).replace("''", "'"))).append("(?<v")
                    .append(english, open + 1, close).append(">.+?)");
            from = close + 1;
        }
        String rest = english.substring(from);
        return Pattern.compile(regex.append(Pattern.quote(from == 0 ? rest : rest.replace("''", "'"))).toString(),
                Pattern.DOTALL);
    }

    /** @param told as a server wrote it; null for nothing */
    public String of(String told) {
        if (told == null || told.isEmpty()) {
            return "";
        }
        return texts.language().get() == Language.ENGLISH ? told : translated(told);
    }

    private String translated(String told) {
        List<String> parts = List.of(told.split(BETWEEN));
        List<String> said = new ArrayList<>();
        for (int from = 0; from < parts.size();) {
            int length = Math.min(MOST_PARTS, parts.size() - from);
            Optional<String> sentence = sentence(parts, from, length);
            while (sentence.isEmpty() && length > 1) {
                length--;
                sentence = sentence(parts, from, length);
            }
            said.add(sentence.orElse(texts.text("told-as-is", parts.get(from))));
            from += length;
        }
        return String.join(BETWEEN, said);
    }

    private Optional<String> sentence(List<String> parts, int from, int length) {
        String english = String.join(BETWEEN, parts.subList(from, from + length));
        Optional<String> whole = known(english);
        if (whole.isPresent()) {
            return whole;
        }
        Matcher about = ABOUT.matcher(english);
        return about.matches()
                ? known(about.group(2)).map(said -> texts.text("told-about", about.group(1), said))
                : Optional.empty();
    }

    private Optional<String> known(String english) {
        for (Known each : known) {
            Matcher found = each.english().matcher(english);
            if (found.matches()) {
                return Optional.of(texts.text(each.key(), values(found)));
            }
        }
        return Optional.empty();
    }

    private static Object[] values(Matcher found) {
        Object[] values = new Object[found.groupCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = DECIMAL.matcher(found.group("v" + i)).replaceAll("$1,$2 $3");
        }
        return values;
    }
}
