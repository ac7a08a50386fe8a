package secondsite.app.wizard;

import java.util.List;

/** The last page of a wizard: what will happen, in sentences. It is asked again on each second, so that ages run. */
public interface Review {

    /** In the order of what matters. */
    List<Sentence> sentences();

    /** The same deed as a command of {@code secondsite}; several lines for several; empty when there is none. */
    String command();

    /** What can still be done afterwards, to be said under the sentences; empty for nothing. */
    default String afterwards() {
        return "";
    }
}
