package secondsite.server.configuration.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How much is sent at once, so that nobody gets more than five notices in a minute: what would be more becomes one. Not for several threads. */
final class Pacing {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST = 5;

    private final Deque<Instant> sent = new ArrayDeque<>();
    private Optional<Instant> together = Optional.empty();

    /** How many of those that wait are sent now, each by itself or all together; empty when they wait for a minute to be over. */
    Optional<Sending> now(int waiting, Instant now) {
        while (!sent.isEmpty() && !now.isBefore(sent.peekFirst().plus(MINUTE))) {
            sent.removeFirst();
        }
        if (together.filter(last -> now.isBefore(last.plus(MINUTE))).isPresent() || sent.size() >= MOST) {
            return Optional.empty();
        }
        return Optional.of(waiting <= MOST - sent.size() ? Sending.SINGLY : Sending.TOGETHER);
    }

    enum Sending {
        SINGLY, TOGETHER
    }

    void sent(Sending how, Instant now) {
        sent.addLast(now);
        if (how == Sending.TOGETHER) {
            together = Optional.of(now);
        }
    }
}
