package secondsite.server.configuration.inventory;

import java.time.Duration;

/** How often programs report: often while they are few, so that orders reach them at once; and never more than this server bears. */
final class Pace {

    private static final int REPORTS_PER_SECOND = 330;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Pace() {}

    /** When each of so many programs is to report next. */
    static Duration of(int programs) {
        Duration fair = Duration.ofSeconds(programs).dividedBy(REPORTS_PER_SECOND);
        return fair.compareTo(SHORTEST) < 0 ? SHORTEST : fair.compareTo(LONGEST) > 0 ? LONGEST : fair;
    }
}
