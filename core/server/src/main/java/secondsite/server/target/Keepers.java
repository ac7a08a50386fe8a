package secondsite.server.target;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import secondsite.engine.segment.MarkKind;

/**
 * Chooses the points that stay when the past is thinned: of each whole hour, later of each whole day, the last application-consistent one,
 * else the last group's, else the last sequence. What was chosen once is chosen again as long as its hour or day counts.
 */
final class Keepers {

    private final History history;
    private final RetentionPolicy policy;
    private final Instant now;
    private final List<RecoveryPoint> points;
    private final long limit;

    /** @param limit nothing after this sequence is thinned */
    Keepers(History history, RetentionPolicy policy, Instant now, long limit) throws IOException {
        this.history = history;
        this.policy = policy;
        this.now = now;
        this.limit = limit;
        this.points = history.times().points(Instant.MIN, Instant.MAX);
    }

    /** The end of the newest hour that may be thinned. */
    static Instant newestSlot(RetentionPolicy policy, Instant now) {
        return now.minus(policy.continuous()).truncatedTo(ChronoUnit.HOURS);
    }

    Set<Long> choose() throws IOException {
        Set<Long> keepers = new TreeSet<>();
        Instant hour = newestSlot(policy, now);
        Instant hoursEnd = now.minus(policy.hourlyUntil());
        for (; hour.isAfter(hoursEnd); hour = hour.minus(Duration.ofHours(1))) {
            choose(hour.minus(Duration.ofHours(1)), hour, keepers);
        }
        Instant daysEnd = now.minus(policy.dailyUntil());
        for (Instant day = hour.truncatedTo(ChronoUnit.DAYS); day
                .isAfter(daysEnd); day = day.minus(Duration.ofDays(1))) {
            choose(day.minus(Duration.ofDays(1)), day, keepers);
        }
        return keepers;
    }

    private void choose(Instant after, Instant until, Set<Long> keepers) throws IOException {
        OptionalLong best = bestMark(after, until);
        OptionalLong chosen = best.isPresent() ? best : history.times().sequenceAt(until);
        if (chosen.isPresent() && chosen.getAsLong() <= limit) {
            keepers.add(chosen.getAsLong());
        }
    }

    private OptionalLong bestMark(Instant after, Instant until) {
        return points.stream()
                .filter(point -> point.time().isAfter(after) && !point.time().isAfter(until) && rank(point) > 0)
                .max(Comparator.comparingInt(Keepers::rank).thenComparingLong(RecoveryPoint::sequence))
                .map(point -> OptionalLong.of(point.sequence())).orElse(OptionalLong.empty());
    }

    private static int rank(RecoveryPoint point) {
        return point.kind() == MarkKind.APP_CONSISTENT ? 2 : point.kind() == MarkKind.GROUP ? 1 : 0;
    }
}
