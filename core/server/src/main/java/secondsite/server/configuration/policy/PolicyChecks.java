package secondsite.server.configuration.policy;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import secondsite.api.ProblemCode;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Policy;
import secondsite.api.policy.Retention;
import secondsite.api.policy.WeekWindow;
import secondsite.server.web.ProblemException;

/** Checks the fields of a policy; what is wrong is said with the name of the field. */
final class PolicyChecks {

    static final int LONGEST_NAME = 63;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]*\\S)?");
    private static final int MOST_DAYS = 366;
    private static final int MOST_WINDOWS = 50;
    private static final long LEAST_BYTES_PER_SECOND = 1 << 10;
    private static final long MOST_BYTES_PER_SECOND = 1L << 40;
    private static final int QUOTED = 80;

    private PolicyChecks() {}

    /** @return the policy with all hours in its own zone */
    static Policy checked(Policy policy) {
        if (policy == null) {
            throw wrong("'policy' is missing");
        }
        within("crashSeconds", policy.crashSeconds(), 30, 3600);
        if (policy.appMinutes() != 0 && (policy.appMinutes() < 5 || policy.appMinutes() > 1440)) {
            throw wrong("'appMinutes' is " + policy.appMinutes() + "; 5 to 1440 are possible, or 0 for none");
        }
        check(policy.retention());
        within("rpoWarningSeconds", policy.rpoWarningSeconds(), 30, 86_400);
        within("verifyDays", policy.verifyDays(), 1, 7);
        if (policy.compression() == null) {
            throw wrong("'compression' is missing; possible are AGENT, PROCESS_SERVER and NONE");
        }
        String zone = zone(policy.zone());
        check(policy.bandwidth());
        windows("resyncWindows", policy.resyncWindows());
        return new Policy(policy.id(), policy.name(), policy.crashSeconds(), policy.appMinutes(), policy.retention(),
                policy.rpoWarningSeconds(), policy.verifyDays(), policy.compression(), new BandwidthSchedule(
                        policy.bandwidth().bytesPerSecond(), policy.bandwidth().windows(), zone),
                policy.resyncWindows(), zone, policy.failback());
    }

    /** @return the same */
    static String name(String name) {
        if (name == null || name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw wrong("'name' is " + quoted(name) + "; 1 to " + LONGEST_NAME
                    + " characters are possible, the first a letter or digit, the last no blank");
        }
        return name;
    }

    private static void check(Retention retention) {
        if (retention == null) {
            throw wrong("'retention' is missing");
        }
        int everything = retention.everythingMinutes();
        int hourly = retention.hourlyHours();
        int daily = retention.dailyDays();
        within("retention.everythingMinutes", everything, 1, MOST_DAYS * 24 * 60);
        within("retention.hourlyHours", hourly, 1, MOST_DAYS * 24);
        within("retention.dailyDays", daily, 1, MOST_DAYS);
        if (hourly * 60 < everything) {
            throw wrong("'retention.hourlyHours' is " + hourly + "; at least 'everythingMinutes', " + everything
                    + " min, is needed: hourly points follow where not everything is kept any more");
        }
        if (daily * 24 < hourly) {
            throw wrong("'retention.dailyDays' is " + daily + "; at least 'hourlyHours', " + hourly
                    + " h, is needed: daily points follow where hourly ones are not kept any more");
        }
    }

    private static String zone(String zone) {
        if (zone == null) {
            throw wrong("'zone' is missing; it is a name like Europe/Berlin");
        }
        try {
            return ZoneId.of(zone).getId();
        } catch (DateTimeException _) {
            throw wrong("'zone' is " + quoted(zone) + "; a name like Europe/Berlin is needed");
        }
    }

    private static void check(BandwidthSchedule bandwidth) {
        rate("bandwidth.bytesPerSecond", bandwidth.bytesPerSecond());
        for (int i = 0; i < bandwidth.windows().size(); i++) {
            BandwidthSchedule.Limit limit = bandwidth.windows().get(i);
            rate("bandwidth.windows[" + i + "].bytesPerSecond", limit.bytesPerSecond());
        }
        windows("bandwidth.windows", bandwidth.windows().stream().map(BandwidthSchedule.Limit::hours).toList());
    }

    private static void rate(String field, long bytesPerSecond) {
        if (bytesPerSecond != 0
                && (bytesPerSecond < LEAST_BYTES_PER_SECOND || bytesPerSecond > MOST_BYTES_PER_SECOND)) {
            throw wrong("'" + field + "' is " + bytesPerSecond + "; " + LEAST_BYTES_PER_SECOND + " to "
                    + MOST_BYTES_PER_SECOND + " are possible, or 0 for no limit");
        }
    }

    private static void windows(String field, List<WeekWindow> windows) {
        if (windows.size() > MOST_WINDOWS) {
            throw wrong("'" + field + "' has " + windows.size() + " windows; at most " + MOST_WINDOWS
                    + " are possible");
        }
        for (int i = 0; i < windows.size(); i++) {
            WeekWindow window = windows.get(i);
            if (window == null || window.days().isEmpty() || window.from() == null || window.to() == null) {
                throw wrong("'" + field + "[" + i + "]' is not whole; 'days', 'from' and 'to' are needed, as MONDAY, "
                        + "18:00 and 08:00");
            }
        }
    }

    private static void within(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong("'" + field + "' is " + value + "; " + least + " to " + most + " are possible");
        }
    }

    private static String quoted(String value) {
        return value == null
                ? "missing"
                : "'" + (value.length() > QUOTED ? value.substring(0, QUOTED) + "..." : value) + "'";
    }

    private static ProblemException wrong(String what) {
        return new ProblemException(ProblemCode.BAD_REQUEST, what);
    }
}
