package secondsite.app.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** When the server was heard last, and whether it answers what it is asked. Safe for use by several threads. */
final class Hearing {

    private final InstantSource clock;
    private volatile Instant heard;
    private volatile boolean broken;
    private volatile Optional<Instant> unanswered = Optional.empty();

    Hearing(InstantSource clock) {
        this.clock = clock;
        this.heard = clock.instant();
    }

    /** The stream of events said something. */
    void heard() {
        heard = clock.instant();
        broken = false;
    }

    /** The stream of events is cut. */
    void broken() {
        broken = true;
    }

    /** All that was asked was answered. */
    void answered() {
        unanswered = Optional.empty();
    }

    /** Something could not be asked: from then on what is shown grows old, whatever the stream says. */
    void unanswered() {
        if (unanswered.isEmpty()) {
            unanswered = Optional.of(clock.instant());
        }
    }

    /** From when what is shown is. */
    Instant last() {
        return unanswered.filter(since -> since.isBefore(heard)).orElse(heard);
    }

    Freshness now() {
        return Freshness.of(last(), broken || unanswered.isPresent(), clock.instant());
    }
}
