package secondsite.app.failover;

import java.util.Optional;

/** Reads whole numbers that people type. */
final class Whole {

    private Whole() {}

    /** Empty when it is none, or outside of these bounds. */
    static Optional<Integer> within(String typed, int least, int most) {
        try {
            return Optional.of(Integer.parseInt(typed.strip())).filter(number -> number >= least && number <= most);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
