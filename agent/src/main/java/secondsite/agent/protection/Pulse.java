package secondsite.agent.protection;

import java.io.Closeable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something at once and again and again, in a thread of its own, until it is closed. */
public final class Pulse implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final String name;
    private final long millis;
    private final Runnable beat;
    private final ScheduledExecutorService beats;

    /** @param millis between the end of one beat and the next */
    public Pulse(String name, long millis, Runnable beat) {
        this.name = name;
        this.millis = millis;
        this.beat = beat;
        this.beats = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name(name).daemon().factory());
    }

    public void start() {
        beats.scheduleWithFixedDelay(this::attempt, 0, millis, TimeUnit.MILLISECONDS);
    }

    private void attempt() {
        try {
            beat.run();
        } catch (RuntimeException e) {
            LOG.error("{} failed, and is tried again", name, e);
        }
    }

    /** The beat under way is the last one, and over on return. Never an interrupt: it could hit a file that is being written. */
    @Override
    public void close() {
        beats.shutdown();
        Threads.await(() -> beats.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
    }
}
