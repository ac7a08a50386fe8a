package secondsite.app.control.timeline;

import java.time.Duration;
import java.time.Instant;

/** The part of the time that is seen, over a width of pixels. */
public record TimeWindow(Instant from, Instant to) {

    static final Duration LEAST = Duration.ofMinutes(1);

    /** The last while before a moment. */
    public static TimeWindow last(Duration span, Instant to) {
        return new TimeWindow(to.minus(span), to);
    }

    Duration span() {
        return Duration.between(from, to);
    }

    double x(Instant at, double width) {
        return Duration.between(from, at).toMillis() * width / span().toMillis();
    }

    Instant at(double x, double width) {
        return from.plusMillis(Math.round(x * span().toMillis() / width));
    }

    /** Shows {@code factor} times less, so that the moment stays where it is; never less than a minute, nor more than all. */
    TimeWindow zoomed(double factor, Instant around, Instant oldest, Instant newest) {
        long all = Math.max(LEAST.toMillis(), Duration.between(oldest, newest).toMillis());
        long now = Math.clamp(Math.round(span().toMillis() / factor), LEAST.toMillis(), all);
        double share = Duration.between(from, around).toMillis() / (double) span().toMillis();
        Instant begin = around.minusMillis(Math.round(share * now));
        return new TimeWindow(begin, begin.plusMillis(now)).within(oldest, newest);
    }

    TimeWindow moved(Duration by, Instant oldest, Instant newest) {
        return new TimeWindow(from.plus(by), to.plus(by)).within(oldest, newest);
    }

    /** As little moved as it takes to see the moment. */
    TimeWindow showing(Instant at, Instant oldest, Instant newest) {
        if (at.isBefore(from)) {
            return moved(Duration.between(from, at), oldest, newest);
        }
        return at.isAfter(to) ? moved(Duration.between(to, at), oldest, newest) : this;
    }

    /** Not before the oldest moment, not after the newest one; where there is less than is shown, the end is the newest. */
    TimeWindow within(Instant oldest, Instant newest) {
        if (to.isAfter(newest)) {
            return new TimeWindow(newest.minus(span()), newest);
        }
        if (from.isBefore(oldest)) {
            Instant end = oldest.plus(span());
            return end.isAfter(newest) ? new TimeWindow(newest.minus(span()), newest) : new TimeWindow(oldest, end);
        }
        return this;
    }
}
