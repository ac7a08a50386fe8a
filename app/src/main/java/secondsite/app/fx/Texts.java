package secondsite.app.fx;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/** What the console says, in the language that is chosen now. For the thread of the windows. */
public final class Texts {

    private static final String BUNDLE = "i18n.messages";
    private static final ResourceBundle.Control EXACT = ResourceBundle.Control
            .getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ObjectProperty<Language> language = new SimpleObjectProperty<>();
    private ResourceBundle bundle;

    public Texts(Language first) {
        speak(first);
    }

    /** From now on; views that are open have to be made anew. */
    public void speak(Language wanted) {
        bundle = bundle(wanted);
        language.set(wanted);
    }

    static ResourceBundle bundle(Language language) {
        return ResourceBundle.getBundle(BUNDLE, language == Language.ENGLISH ? Locale.ROOT : language.locale(), EXACT);
    }

    public ReadOnlyObjectProperty<Language> language() {
        return language;
    }

    public Locale locale() {
        return language.get().locale();
    }

    /** For FXML files. */
    public ResourceBundle bundle() {
        return bundle;
    }

    /**
     * A text by its key.
     *
     * @param values of its placeholders, as {@link MessageFormat} has them; none: the text as it stands
     * @throws MissingResourceException when there is no such key
     */
    public String text(String key, Object... values) {
        String pattern = bundle.getString(key);
        if (values.length == 0) {
            return pattern;
        }
        String filled = filled(pattern, values);
        return filled == null ? new MessageFormat(pattern, locale()).format(values) : filled;
    }

    /** A pattern that has only places for words, as most have: tables say thousands of them a second. Null for another one. */
    private static String filled(String pattern, Object[] values) {
        if (pattern.indexOf('\'') >= 0) {
            return null;
        }
        var filled = new StringBuilder(pattern.length() + 16);
        int from = 0;
        for (int open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', from)) {
            int place = open + 1 < pattern.length() ? pattern.charAt(open + 1) - '0' : -1;
            if (place < 0 || place >= values.length || !pattern.startsWith("}", open + 2)
                    || !(values[place] instanceof String word)) {
                return null;
            }
            filled.append(pattern, from, open).append(word);
            from = open + 3;
        }
        return filled.append(pattern, from, pattern.length()).toString();
    }

    /** Keys that begin so, in no order. */
    public List<String> keys(String prefix) {
        return bundle.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    /** A text as it stands in English, whatever language is chosen, with its placeholders. */
    public static String english(String key) {
        return bundle(Language.ENGLISH).getString(key);
    }

    /** A text by its key, or the other when there is none with that key: for words that a newer server may have. */
    public String textOr(String key, String other) {
        return bundle.containsKey(key) ? bundle.getString(key) : other;
    }
}
