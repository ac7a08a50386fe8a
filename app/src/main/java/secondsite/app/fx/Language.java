package secondsite.app.fx;

import java.util.Arrays;
import java.util.Locale;

/** In what the console speaks. */
public enum Language {
    ENGLISH("en", Locale.ENGLISH), GERMAN("de", Locale.GERMAN);

    private final String tag;
    private final Locale locale;

    Language(String tag, Locale locale) {
        this.tag = tag;
        this.locale = locale;
    }

    /** As ISO 639 writes it; the server's catalogue has the same. */
    public String tag() {
        return tag;
    }

    public Locale locale() {
        return locale;
    }

    /** The language of a computer, English when it has another one. */
    public static Language of(Locale computer) {
        return Arrays.stream(values()).filter(known -> known.tag.equals(computer.getLanguage())).findFirst()
                .orElse(ENGLISH);
    }
}
