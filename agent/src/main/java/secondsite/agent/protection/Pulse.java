package secondsite.agent.protection;

import java.io.Closeable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something at once and again and again, in a thread of its own, until it is closed. */
final class Pulse implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final long millis;
    private final Runnable beat;
    private final Thread thread;
    private boolean closed;

    Pulse(String name, long millis, Runnable beat) {
        this.millis = millis;
        this.beat = beat;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        do {
            try {
                beat.run();
            } catch (RuntimeException e) {
                LOG.error("{} failed, and is tried again", thread.getName(), e);
            }
        } while (pause());
    }

    /** @return whether there is to be another beat */
    private synchronized boolean pause() {
        try {
            if (!closed) {
                wait(millis);
            }
        } catch (InterruptedException _) {
            closed = true;
        }
        return !closed;
    }

    /** The beat under way is the last one, and over on return. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        Threads.join(thread);
    }
}
