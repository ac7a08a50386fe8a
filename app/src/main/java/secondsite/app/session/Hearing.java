package secondsite.app.session;

import java.time.Instant;
import java.time.InstantSource;

/** When the server was heard last. Safe for use by several threads. */
final class Hearing {

    private final InstantSource clock;
    private volatile Instant heard;
    private volatile boolean broken;

    Hearing(InstantSource clock) {
        this.clock = clock;
        this.heard = clock.instant();
    }

    void heard() {
        heard = clock.instant();
        broken = false;
    }

    void broken() {
        broken = true;
    }

    Instant last() {
        return heard;
    }

    Freshness now() {
        return Freshness.of(heard, broken, clock.instant());
    }
}
