package secondsite.app.session;

import java.time.Duration;

/** A part of the deployment that is asked for as a whole, and how often even though no event says that it changed. */
enum Part {
    /** What takes part in events is told by them; the age of recovery points is not. */
    MACHINES(10), HEALTH(5), SERVERS(10), JOBS(60), ALERTS(60), SITES(300), HOST_GROUPS(300), REPLICATION_GROUPS(
            300), PLANS(
                    60), POLICIES(300), PAST(3600);

    private final Duration period;

    Part(long seconds) {
        this.period = Duration.ofSeconds(seconds);
    }

    Duration period() {
        return period;
    }
}
