package secondsite.app.session;

import java.time.Duration;
import java.time.Instant;

/** How far what is shown can be trusted to be so now. */
public enum Freshness {
    /** The server is heard. */
    LIVE,
    /** Not heard for a moment: it is tried again. */
    RECONNECTING,
    /** Not heard for so long that nothing may be decided by what is shown. */
    STALE;

    private static final Duration SILENT = Duration.ofSeconds(5);
    private static final Duration OLD = Duration.ofSeconds(15);

    /** @param broken whether the stream of events is known to be cut */
    static Freshness of(Instant heard, boolean broken, Instant now) {
        Duration silence = Duration.between(heard, now);
        if (silence.compareTo(OLD) > 0) {
            return STALE;
        }
        return broken || silence.compareTo(SILENT) > 0 ? RECONNECTING : LIVE;
    }
}
