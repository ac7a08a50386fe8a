package secondsite.app.wizard;

import java.util.List;
import java.util.Optional;
import secondsite.app.action.Gate;

/**
 * Leads a person through something. One without steps is a small dialog that is all review.
 *
 * @param title       what will be done, to what
 * @param detail      a line under it
 * @param direction   from where to where; empty when nothing goes anywhere
 * @param alternative at the left of the buttons
 */
public record Wizard(WizardKind kind, String title, String detail, Optional<Direction> direction, List<Step> steps,
        Review review, Deed deed, Optional<Alternative> alternative) {

    public Wizard {
        steps = List.copyOf(steps);
    }

    /** Whether nothing is done by it: it is read, and closed. */
    boolean tells() {
        return steps.isEmpty() && deed.gate().get() == Gate.NONE;
    }
}
