package secondsite.server.configuration.plan;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import secondsite.api.ProblemCode;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanDrills;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanGroup;
import secondsite.api.policy.WeekWindow;
import secondsite.server.web.ProblemException;

/** Checks the fields of a plan; what is wrong is said with the name of the field. */
final class PlanChecks {

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]*\\S)?");
    private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");
    private static final Set<String> DRILL_POINTS = Set.of("latest", "latest-app", "latest-group");
    private static final int LONGEST_NAME = 63;
    private static final int LONGEST_ACTION_NAME = 100;
    private static final int LONGEST_TEXT = 2000;
    private static final int LONGEST_ARGUMENT = 200;
    private static final int MOST_ARGUMENTS = 20;
    private static final int MOST_VALUES = 20;
    private static final int MOST_WINDOWS = 50;
    private static final int HOUR_SECONDS = 3600;
    private static final int DAY_SECONDS = 24 * HOUR_SECONDS;
    private static final int WEEK_MINUTES = 7 * 24 * 60;
    private static final int QUOTED = 80;

    private final Predicate<UUID> knownMachine;
    private final Predicate<UUID> knownCredential;

    PlanChecks(Predicate<UUID> knownMachine, Predicate<UUID> knownCredential) {
        this.knownMachine = knownMachine;
        this.knownCredential = knownCredential;
    }

    /** @return the same */
    Plan checked(Plan plan) {
        given("plan", plan);
        name("name", plan.name(), LONGEST_NAME);
        if (plan.description() != null) {
            text("description", plan.description(), 0, LONGEST_TEXT);
        }
        check(plan.goals());
        check(plan.drills());
        if (plan.groups().isEmpty() || plan.groups().size() > Plan.MOST_GROUPS) {
            throw wrong("groups", "has " + plan.groups().size() + " groups; 1 to " + Plan.MOST_GROUPS
                    + " are possible");
        }
        groups(plan.groups());
        return plan;
    }

    private static void check(PlanGoals goals) {
        if (goals != null && goals.rtoSeconds() != null) {
            within("goals.rtoSeconds", goals.rtoSeconds(), 1, 30 * DAY_SECONDS);
        }
        if (goals != null && goals.rpoSeconds() != null) {
            within("goals.rpoSeconds", goals.rpoSeconds(), 1, 30 * DAY_SECONDS);
        }
    }

    private static void check(PlanDrills drills) {
        if (drills == null) {
            return;
        }
        within("number of drills.windows", drills.windows().size(), 1, MOST_WINDOWS);
        for (int i = 0; i < drills.windows().size(); i++) {
            WeekWindow window = drills.windows().get(i);
            if (window.days().isEmpty() || window.from() == null || window.to() == null) {
                throw wrong("drills.windows[" + i + "]",
                        "is not whole; 'days', 'from' and 'to' are needed, as MONDAY, 18:00 and 08:00");
            }
        }
        given("drills.zone", drills.zone());
        try {
            ZoneId.of(drills.zone());
        } catch (DateTimeException _) {
            throw wrong("drills.zone", "is " + quoted(drills.zone()) + "; a name like Europe/Berlin is needed");
        }
        if (drills.point() != null && !DRILL_POINTS.contains(drills.point())) {
            throw wrong("drills.point", "is " + quoted(drills.point())
                    + "; possible are latest, latest-app and latest-group");
        }
    }

    private void groups(List<PlanGroup> groups) {
        Set<String> names = new HashSet<>();
        Map<UUID, String> machines = new HashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            PlanGroup group = groups.get(i);
            String at = "groups[" + i + "]";
            if (!names.add(name(at + ".name", group.name(), LONGEST_NAME))) {
                throw wrong(at + ".name", "is " + quoted(group.name()) + ", as that of an earlier group");
            }
            actions(at + ".before", group.before(), machines.keySet());
            machines(at + ".machines", group, machines);
            actions(at + ".after", group.after(), machines.keySet());
        }
        within("number of machines", machines.size(), 1, Plan.MOST_MACHINES);
    }

    private void machines(String field, PlanGroup group, Map<UUID, String> machines) {
        for (int i = 0; i < group.machines().size(); i++) {
            UUID machine = group.machines().get(i);
            if (!knownMachine.test(machine)) {
                throw wrong(field + "[" + i + "]", "is " + machine + ": there is no such machine");
            }
            String before = machines.put(machine, group.name());
            if (before != null) {
                throw wrong(field + "[" + i + "]", "is " + machine + ", which stands in the group " + quoted(before)
                        + " already; a machine can be brought up once");
            }
        }
    }

    private void actions(String field, List<PlanAction> actions, Set<UUID> up) {
        within("number of " + field, actions.size(), 0, Plan.MOST_ACTIONS);
        for (int i = 0; i < actions.size(); i++) {
            String at = field + "[" + i + "]";
            name(at + ".name", actions.get(i).name(), LONGEST_ACTION_NAME);
            switch (actions.get(i)) {
                case PlanAction.Script script -> script(at, script);
                case PlanAction.Confirmation confirmation -> confirmation(at, confirmation);
                case PlanAction.Delay delay -> within(at + ".seconds", delay.seconds(), 1, DAY_SECONDS);
                case PlanAction.Question question -> question(at, question, up);
            }
        }
    }

    private void script(String at, PlanAction.Script script) {
        given(at + ".program", script.program());
        if (script.program().length() > LONGEST_ARGUMENT || !PROGRAM.matcher(script.program()).matches()) {
            throw wrong(at + ".program", "is " + quoted(script.program()) + "; the plain name of a file is needed");
        }
        within("number of " + at + ".arguments", script.arguments().size(), 0, MOST_ARGUMENTS);
        for (int i = 0; i < script.arguments().size(); i++) {
            text(at + ".arguments[" + i + "]", script.arguments().get(i), 0, LONGEST_ARGUMENT);
        }
        within(at + ".seconds", script.seconds(), 1, DAY_SECONDS);
        if (script.credential() != null && !knownCredential.test(script.credential())) {
            throw wrong(at + ".credential", "is " + script.credential() + ": there is no such credential");
        }
        within("number of " + at + ".result", script.result().size(), 0, MOST_VALUES);
        script.result().forEach((field, type) -> {
            if (!FIELD.matcher(field).matches() || type == null) {
                throw wrong(at + ".result", "has " + quoted(field)
                        + "; a name like answered_requests and one of TEXT, NUMBER, TRUTH and SECRET are needed");
            }
        });
    }

    private static void confirmation(String at, PlanAction.Confirmation confirmation) {
        text(at + ".text", given(at + ".text", confirmation.text()), 1, LONGEST_TEXT);
        if (confirmation.minutes() != null) {
            within(at + ".minutes", confirmation.minutes(), 1, WEEK_MINUTES);
        }
    }

    private static void question(String at, PlanAction.Question question, Set<UUID> up) {
        given(at + ".probe", question.probe());
        given(at + ".machine", question.machine());
        if (!up.contains(question.machine())) {
            throw wrong(at + ".machine", "is " + question.machine()
                    + ", which the plan has not brought up by then; name one of this group after it, or of an earlier"
                    + " one");
        }
    }

    private static String name(String field, String value, int most) {
        given(field, value);
        if (value.length() > most || !NAME.matcher(value).matches()) {
            throw wrong(field, "is " + quoted(value) + "; 1 to " + most
                    + " characters are possible, the first a letter or digit, the last no blank");
        }
        return value;
    }

    private static void text(String field, String value, int least, int most) {
        within("length of " + field, value.length(), least, most);
        if (value.codePoints().anyMatch(each -> Character.isISOControl(each) && each != '\n')) {
            throw wrong(field, "holds a character that cannot be shown");
        }
    }

    private static <T> T given(String field, T value) {
        if (value == null) {
            throw wrong(field, "is missing");
        }
        return value;
    }

    private static void within(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw wrong(field, "is " + value + "; " + least + " to " + most + " are possible");
        }
    }

    private static String quoted(String value) {
        return "'" + (value.length() > QUOTED ? value.substring(0, QUOTED) + "..." : value) + "'";
    }

    private static ProblemException wrong(String field, String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, "'" + field + "' " + what);
    }
}
