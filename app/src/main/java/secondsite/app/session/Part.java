package secondsite.app.session;

import java.time.Duration;

/**
 * A part of the deployment that is asked for as a whole: how often even though no event says that it changed, and how long it is not
 * asked again however many say so.
 */
enum Part {
    /** What takes part in events is told by them; the age of recovery points is not. */
    MACHINES(10, 2),
    /** Every change of a machine may be one of it. */
    HEALTH(5, 1),
    /** The rest changes seldom. */
    SERVERS(10, 0), JOBS(60, 0), ALERTS(60, 0), SITES(300, 0), HOST_GROUPS(300, 0), REPLICATION_GROUPS(300,
            0), PLANS(60, 0), POLICIES(300, 0), PAST(3600, 0);

    private final Duration period;
    private final Duration pause;

    Part(long periodSeconds, long pauseSeconds) {
        this.period = Duration.ofSeconds(periodSeconds);
        this.pause = Duration.ofSeconds(pauseSeconds);
    }

    Duration period() {
        return period;
    }

    /** Between two questions at least. */
    Duration pause() {
        return pause;
    }
}
