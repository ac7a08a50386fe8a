package secondsite.app.plans;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is dragged in a plan, and what becomes of the plan where it is dropped. */
sealed interface Dragged {

    /** As it is carried; {@link #of} reads it. */
    String text();

    /** Empty for what is not of a plan. */
    static Optional<Dragged> of(String text) {
        Matcher action = Action.TEXT.matcher(text);
        if (action.matches()) {
            return Optional.of(new Action(new ActionPlace(Integer.parseInt(action.group(1)),
                    Phase.valueOf(action.group(2)), Integer.parseInt(action.group(3)))));
        }
        try {
            return Optional.of(new Machine(UUID.fromString(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Of the plan, or beside it. */
    record Machine(UUID id) implements Dragged {

        @Override
        public String text() {
            return id.toString();
        }

        /** Upon another one. @param behind whether upon its lower half */
        PlanDraft upon(PlanDraft draft, UUID other, boolean behind) {
            return draft.placed(id, other, behind);
        }

        PlanDraft into(PlanDraft draft, int group) {
            return draft.placed(id, group);
        }
    }

    /** Of the plan as it was when the dragging began. */
    record Action(ActionPlace from) implements Dragged {

        private static final Pattern TEXT = Pattern.compile("action (\\d{1,4}) (BEFORE|AFTER) (\\d{1,4})");

        @Override
        public String text() {
            return "action " + from.group() + " " + from.phase() + " " + from.index();
        }

        /** Upon another one. @param behind whether upon its lower half */
        PlanDraft upon(PlanDraft draft, ActionPlace other, boolean behind) {
            boolean sameList = other.group() == from.group() && other.phase() == from.phase();
            int before = behind ? other.index() + 1 : other.index();
            // What stands behind it moves up when it is taken away.
            int index = sameList && from.index() < before ? before - 1 : before;
            return moved(draft, new ActionPlace(other.group(), other.phase(), index));
        }

        PlanDraft into(PlanDraft draft, int group, Phase phase) {
            return moved(draft, new ActionPlace(group, phase, Integer.MAX_VALUE));
        }

        /** Somebody else may have changed the plan meanwhile. */
        private PlanDraft moved(PlanDraft draft, ActionPlace to) {
            boolean still = from.group() < draft.groups().size()
                    && from.index() < from.phase().of(draft.groups().get(from.group())).size();
            return still ? draft.acted(from, to) : draft;
        }
    }
}
