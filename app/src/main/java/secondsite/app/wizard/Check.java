package secondsite.app.wizard;

/**
 * Something that was looked at before the deed.
 *
 * @param title  what was looked at
 * @param detail what was found; may be empty
 */
public record Check(Outcome outcome, String title, String detail) {

    /** What was found. */
    public enum Outcome {
        GOOD,
        /** One can go on, and should know it. */
        WARNING,
        /** One cannot go on. */
        FORBIDS
    }

    public static Check good(String title, String detail) {
        return new Check(Outcome.GOOD, title, detail);
    }

    public static Check warning(String title, String detail) {
        return new Check(Outcome.WARNING, title, detail);
    }

    public static Check forbids(String title, String detail) {
        return new Check(Outcome.FORBIDS, title, detail);
    }
}
