package secondsite.app.plans;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import secondsite.api.host.Probe;
import secondsite.app.fx.Texts;
import secondsite.app.plans.ActionDraft.Field;

/** Finds while it is written what the server would refuse in an action. */
final class ActionFaults {

    private static final Pattern NAMES = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]*\\S)?");
    private static final Pattern PROGRAMS = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TEXT = 2000;
    private static final int MOST_ARGUMENTS = 20;
    private static final int DAY_SECONDS = 24 * 3600;
    private static final int WEEK_MINUTES = 7 * 24 * 60;

    private final ActionDraft draft;
    private final Texts texts;
    private final Map<Field, String> found = new EnumMap<>(Field.class);

    private ActionFaults(ActionDraft draft, Texts texts) {
        this.draft = draft;
        this.texts = texts;
    }

    /** @return of the fields that are shown, what is wrong with them */
    static Map<Field, String> of(ActionDraft draft, Texts texts) {
        var faults = new ActionFaults(draft, texts);
        draft.shown().forEach(faults::check);
        return faults.found;
    }

    private boolean probing() {
        return draft.kind() == ActionKind.PROBE;
    }

    private void check(Field field) {
        String typed = draft.typed(field);
        switch (field) {
            case NAME -> name(typed.strip());
            case PROGRAM -> hold(field, typed.strip().length() <= Probe.LONGEST_TEXT
                    && PROGRAMS.matcher(typed.strip()).matches(), "plan.fault.program");
            case ARGUMENTS -> hold(field, draft.arguments().size() <= MOST_ARGUMENTS
                    && draft.arguments().stream().allMatch(each -> each.length() <= Probe.LONGEST_TEXT),
                    "plan.fault.arguments");
            case SECONDS -> range(field, 1, probing() ? Probe.MOST_SECONDS : DAY_SECONDS);
            case TEXT -> text(field, typed, probing() ? Probe.LONGEST_TEXT : LONGEST_TEXT);
            case MINUTES -> {
                if (!typed.isBlank()) {
                    range(field, 1, WEEK_MINUTES);
                }
            }
            case PORT -> range(field, 1, 65_535);
            case PATH -> hold(field, typed.strip().startsWith("/") && typed.length() <= Probe.LONGEST_TEXT,
                    "plan.fault.path");
            case STATUS -> range(field, 100, 599);
            case CONTAINS -> hold(field, typed.length() <= Probe.LONGEST_TEXT, "plan.fault.long", Probe.LONGEST_TEXT);
        }
    }

    private void name(String typed) {
        if (typed.isEmpty()) {
            hold(Field.NAME, false, "plan.fault.missing");
        } else if (typed.length() > LONGEST_NAME) {
            hold(Field.NAME, false, "plan.fault.long", LONGEST_NAME);
        } else {
            hold(Field.NAME, NAMES.matcher(typed).matches(), "plan.fault.name");
        }
    }

    private void text(Field field, String typed, int most) {
        if (typed.isBlank()) {
            hold(field, false, "plan.fault.missing");
        } else {
            hold(field, typed.length() <= most, "plan.fault.long", most);
        }
    }

    private void range(Field field, int least, int most) {
        boolean good;
        try {
            int number = draft.number(field);
            good = number >= least && number <= most;
        } catch (NumberFormatException _) {
            good = false;
        }
        hold(field, good, "plan.fault.range", least, most);
    }

    private void hold(Field field, boolean good, String key, Object... values) {
        if (!good) {
            found.put(field, texts.text(key, values));
        }
    }
}
