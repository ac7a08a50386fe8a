package secondsite.app.protect;

import java.util.regex.Pattern;

/** Words of a command line. */
final class Words {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+-]+");

    private Words() {}

    /** As a shell takes it for one word. */
    static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
