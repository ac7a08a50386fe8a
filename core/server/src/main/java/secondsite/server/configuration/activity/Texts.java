package secondsite.server.configuration.activity;

/** Texts that come from elsewhere, made to fit. */
public final class Texts {

    private Texts() {}

    /** The beginning of a text, at most so many characters; null for null. */
    public static String cut(String text, int most) {
        if (text == null || text.length() <= most) {
            return text;
        }
        // Half a character cannot be kept.
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }
}
