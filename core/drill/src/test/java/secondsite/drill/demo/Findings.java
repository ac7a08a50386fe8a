package secondsite.drill.demo;

import java.util.ArrayList;
import java.util.List;

/** What was verified, and whether it held. */
final class Findings {

    /** One thing that had to hold. */
    record Finding(String what, boolean held, String detail) {}

    private final List<Finding> all = new ArrayList<>();
    private final Screen screen;

    Findings(Screen screen) {
        this.screen = screen;
    }

    void check(String what, boolean held, String detail) {
        all.add(new Finding(what, held, detail));
        screen.verdict(held, what + ": " + detail);
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    boolean allHeld() {
        return !all.isEmpty() && all.stream().allMatch(Finding::held);
    }
}
