package secondsite.drill.console;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.stream.DoubleStream;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/** How long frames take, from pulse to pulse, and how much of a processor. */
final class Frames extends AnimationTimer {

    private static final double NANOS = 1e9;

    private final LongConsumer step;
    private final long lengthNanos;
    private final DoubleStream.Builder millis = DoubleStream.builder();
    private final Map<String, Double> before = cpuMillis();
    private final CompletableFuture<String> said = new CompletableFuture<>();
    private long begun;
    private long last;

    private Frames(double seconds, LongConsumer step) {
        this.lengthNanos = (long) (seconds * NANOS);
        this.step = step;
    }

    /** Waits so long. @param step is done with each frame, and gets the nanoseconds since the beginning */
    static String during(double seconds, LongConsumer step) {
        var frames = new Frames(seconds, step);
        Platform.runLater(frames::start);
        return frames.said.join();
    }

    @Override
    public void handle(long timer) {
        // The timer's own argument is when the frame should have begun.
        long now = System.nanoTime();
        if (begun == 0) {
            begun = now;
        } else {
            millis.add((now - last) / 1e6);
        }
        last = now;
        step.accept(now - begun);
        if (now - begun > lengthNanos) {
            stop();
            said.complete(said());
        }
    }

    private String said() {
        double[] sorted = millis.build().sorted().toArray();
        Map<String, Double> after = cpuMillis();
        return String.format(Locale.ROOT,
                "%.1f frames/s, frame p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms; processor for a frame: "
                        + "screen's thread %.1f ms, drawing %.1f ms",
                sorted.length / Arrays.stream(sorted).sum() * 1_000, sorted[sorted.length / 2],
                sorted[sorted.length * 95 / 100], sorted[sorted.length * 99 / 100], sorted[sorted.length - 1],
                used(after, "JavaFX") / sorted.length, used(after, "Quantum") / sorted.length);
    }

    private double used(Map<String, Double> after, String thread) {
        return after.entrySet().stream().filter(entry -> entry.getKey().startsWith(thread))
                .mapToDouble(entry -> entry.getValue() - before.getOrDefault(entry.getKey(), 0.0)).sum();
    }

    /** What threads of the platform have used of processors. */
    private static Map<String, Double> cpuMillis() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<String, Double> used = new HashMap<>();
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null) {
                used.put(thread.getThreadName(), threads.getThreadCpuTime(id) / 1e6);
            }
        }
        return used;
    }
}
