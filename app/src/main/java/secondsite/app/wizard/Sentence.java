package secondsite.app.wizard;

/** A line of a review. @param label what it is about; empty for a sentence that stands alone */
public record Sentence(String label, String text, Weight weight) {

    /** How much depends on it. */
    public enum Weight {
        PLAIN,
        /** What is good to know. */
        GOOD,
        /** What is lost or overwritten, or has to be made sure. */
        DANGER
    }

    public static Sentence plain(String label, String text) {
        return new Sentence(label, text, Weight.PLAIN);
    }

    public static Sentence good(String label, String text) {
        return new Sentence(label, text, Weight.GOOD);
    }

    public static Sentence danger(String label, String text) {
        return new Sentence(label, text, Weight.DANGER);
    }

    String line() {
        return label.isEmpty() ? text : label + ": " + text;
    }
}
