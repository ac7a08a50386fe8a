package secondsite.server.configuration.activity.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import secondsite.api.activity.Job.Progress;

/** How fast a task is, over the last seconds, and how long it will take. For one thread. */
final class Rate {

    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration CLOSEST = Duration.ofMillis(500);
    private static final double NANOS = 1e9;

    private record Sample(Instant time, long bytes) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Adds rate and time left where the task does not tell them. */
    Progress complete(Progress progress, Instant now) {
        note(progress.doneBytes(), now);
        long rate = progress.bytesPerSecond() > 0 ? progress.bytesPerSecond() : bytesPerSecond();
        return new Progress(progress.doneBytes(), progress.totalBytes(), rate,
                progress.secondsLeft() != null ? progress.secondsLeft() : secondsLeft(progress, rate),
                progress.note());
    }

    private void note(long bytes, Instant now) {
        if (!samples.isEmpty() && (samples.getLast().bytes() > bytes || samples.getLast().time().isAfter(now))) {
            // Begun anew, or the clock was put back.
            samples.clear();
        }
        if (samples.isEmpty() || !now.isBefore(samples.getLast().time().plus(CLOSEST))) {
            samples.add(new Sample(now, bytes));
        }
        // The first one is where the window begins, or just before it.
        while (samples.size() > 2 && samples.stream().skip(1).findFirst().orElseThrow().time()
                .isBefore(now.minus(WINDOW))) {
            samples.removeFirst();
        }
    }

    private long bytesPerSecond() {
        Sample from = samples.getFirst();
        Sample to = samples.getLast();
        long nanos = Duration.between(from.time(), to.time()).toNanos();
        return nanos == 0 ? 0 : Math.round((to.bytes() - from.bytes()) * NANOS / nanos);
    }

    private static Long secondsLeft(Progress progress, long rate) {
        long left = progress.totalBytes() - progress.doneBytes();
        return rate <= 0 || left < 0 ? null : (left + rate - 1) / rate;
    }
}
