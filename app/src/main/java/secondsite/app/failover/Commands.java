package secondsite.app.failover;

/** Writes words of commands so that a shell takes each as one. */
final class Commands {

    private Commands() {}

    static String word(String text) {
        return text.matches("[A-Za-z0-9._:/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
