package secondsite.server.target;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Keeps the past of one replica as its policy says: gives up what is too old, thins what is not young. A record is as old as its own
 * time <em>and</em> its arrival here say, whichever is younger. Nothing is given up that is pinned or open, and nothing at all while the
 * {@link ClockGuard} doubts the time. A run may fail or crash anywhere; the next one goes on. For one thread.
 */
public final class Retention {

    private static final int RECEIVED_ENTRIES = 2000;
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private final Replica replica;
    private final History history;
    private final ClockGuard guard;
    private final InstantSource clock;
    private final ReceivedTimes received;
    private Instant thinnedUntil = Instant.MIN;

    public Retention(Replica replica, ClockGuard guard, InstantSource clock) throws IOException {
        this.replica = replica;
        this.history = replica.history();
        this.guard = guard;
        this.clock = clock;
        this.received = replica.receivedTimes();
    }

    /** One run; call it every few minutes. */
    public RetentionReport run(RetentionPolicy policy) throws IOException {
        Instant now = clock.instant();
        Optional<String> frozen = guard.check();
        long freed = 0;
        if (frozen.isEmpty() && history.state().copied()) {
            remember(policy, now);
            freed = giveUp(policy, now) + thin(policy, now);
        }
        return new RetentionReport(frozen, history.state().oldest(), freed, alarm(policy));
    }

    private void remember(RetentionPolicy policy, Instant now) throws IOException {
        Duration every = policy.dailyUntil().dividedBy(RECEIVED_ENTRIES);
        received.remember(history.journal().durableSequence(), now, every.compareTo(SHORTEST) > 0 ? every : SHORTEST,
                history.state().oldest());
    }

    private long giveUp(RetentionPolicy policy, Instant now) throws IOException {
        OptionalLong until = expired(now.minus(policy.dailyUntil()));
        return until.isPresent() ? history.giveUpBefore(until.getAsLong()) : 0;
    }

    private long thin(RetentionPolicy policy, Instant now) throws IOException {
        Instant slot = Keepers.newestSlot(policy, now);
        OptionalLong limit = expired(slot);
        boolean thinning = policy.dailyUntil().compareTo(policy.continuous()) > 0;
        if (!thinning || limit.isEmpty() || !slot.isAfter(thinnedUntil)) {
            return 0;
        }
        Set<Long> keepers = new Keepers(history, policy, now, limit.getAsLong()).choose();
        long freed = history.thin(keepers);
        thinnedUntil = slot;
        return freed;
    }

    /** The last sequence that is older than a time by its own time and by its arrival. */
    private OptionalLong expired(Instant time) throws IOException {
        OptionalLong here = received.hereAt(time);
        OptionalLong made = history.times().sequenceAt(time);
        return here.isEmpty() || made.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.min(here.getAsLong(), made.getAsLong()));
    }

    private Optional<String> alarm(RetentionPolicy policy) {
        long bytes = history.journal().bytes();
        return policy.alarmBytes() == 0 || bytes <= policy.alarmBytes()
                ? Optional.empty()
                : Optional.of(
                        "the journal of disk " + replica.identity().disk() + " has " + bytes + " bytes, more than the "
                                + policy.alarmBytes()
                                + " expected: look for unusual writing before the time kept is made shorter");
    }
}
