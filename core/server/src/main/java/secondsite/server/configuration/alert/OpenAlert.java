package secondsite.server.configuration.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;

/**
 * An alert that is not over, and how it goes on. It is over, or less severe, only when that has been so for two rounds in a row and for
 * {@link #CALM}: else something that comes and goes would be told each time. What people decide does not come and go: it is over as soon as
 * they have decided otherwise, whatever is heard of the machine.
 *
 * @param written when the database was last told
 * @param better  since when it is away, or less severe; empty when it is not
 * @param rounds  in a row in which it is so
 */
record OpenAlert(Alert alert, Instant written, Optional<Instant> better, int rounds) {

    static final Duration CALM = Duration.ofSeconds(60);
    static final int CALM_ROUNDS = 2;
    private static final Set<ErrorCode> DECIDED = EnumSet.of(ErrorCode.FAILOVER_OPEN, ErrorCode.COMMIT_PENDING,
            ErrorCode.FAILED_OVER, ErrorCode.TEST_FORGOTTEN, ErrorCode.PAUSED, ErrorCode.PLAN_WAITS);
    private static final Duration DETAIL_WRITTEN = Duration.ofMinutes(1);
    private static final Duration SEEN_WRITTEN = Duration.ofMinutes(10);

    static OpenAlert of(Alert alert) {
        return new OpenAlert(alert, alert.seen(), Optional.empty(), 0);
    }

    /** It is there in this round. */
    OpenAlert there(Condition condition, Instant now) {
        if (condition.severity().compareTo(alert.severity()) > 0) {
            // What somebody took note of was less than this.
            return of(changed(condition, condition.severity(), now, alert.times(), null, null));
        }
        if (condition.severity() == alert.severity()) {
            return new OpenAlert(changed(condition, alert.severity(), now, alert.times() + (away() ? 1 : 0),
                    alert.acknowledged(), alert.mutedUntil()), written, Optional.empty(), 0);
        }
        OpenAlert milder = better(now);
        return milder.calm(now)
                ? of(changed(condition, condition.severity(), now, alert.times(), alert.acknowledged(),
                        alert.mutedUntil()))
                : new OpenAlert(changed(condition, alert.severity(), now, alert.times(), alert.acknowledged(),
                        alert.mutedUntil()), written, milder.better, milder.rounds);
    }

    /** Whether it is for people to begin and to end it, so that nothing has to be heard to know how it is. */
    boolean decided() {
        return DECIDED.contains(alert.code());
    }

    /** It is not there in this round. */
    OpenAlert gone(Instant now) {
        return better(now);
    }

    private OpenAlert better(Instant now) {
        return new OpenAlert(alert, written, better.or(() -> Optional.of(now)), rounds + 1);
    }

    private boolean away() {
        return better.filter(since -> alert.seen().isBefore(since)).isPresent();
    }

    /** Whether it has been better for long enough. */
    boolean calm(Instant now) {
        return decided() && rounds > 0 || rounds >= CALM_ROUNDS
                && better.filter(since -> !now.isBefore(since.plus(CALM))).isPresent();
    }

    /** Whether the database should be told how it stands. @param before as it stood a round ago */
    boolean due(OpenAlert before, Instant now) {
        Alert old = before.alert;
        boolean detail = !old.detail().equals(alert.detail()) && !now.isBefore(written.plus(DETAIL_WRITTEN));
        return detail || old.severity() != alert.severity() || !now.isBefore(written.plus(SEEN_WRITTEN));
    }

    OpenAlert written(Instant now) {
        return new OpenAlert(alert, now, better, rounds);
    }

    OpenAlert with(Alert changed) {
        return new OpenAlert(changed, written, better, rounds);
    }

    /** The alert as it is when it is over. */
    Alert cleared(Instant now) {
        return new Alert(alert.id(), alert.code(), alert.kind(), alert.subject(), alert.about(), alert.severity(),
                alert.detail(), alert.raised(), alert.seen(), now, alert.times(), alert.acknowledged(),
                alert.mutedUntil());
    }

    private Alert changed(Condition condition, Severity severity, Instant now, long times,
            Alert.Acknowledgement acknowledged, Instant muted) {
        return new Alert(alert.id(), alert.code(), alert.kind(), alert.subject(), condition.about(), severity,
                condition.detail(), alert.raised(), now, null, times, acknowledged, muted);
    }
}
