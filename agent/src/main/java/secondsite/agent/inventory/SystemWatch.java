package secondsite.agent.inventory;

import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.machine.SystemFacts;
import secondsite.engine.ship.MonotonicTime;

/** Looks again and again what a machine is made of, in a thread of its own: reports do not wait for programs that are slow. */
public final class SystemWatch implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(SystemWatch.class);

    private final SystemLook look;
    private final Duration between;
    private final MonotonicTime time;
    private final Thread thread = Thread.ofVirtual().name("inventory").unstarted(this::run);
    private volatile Optional<SystemFacts> last = Optional.empty();

    public SystemWatch(SystemLook look, Duration between, MonotonicTime time) {
        this.look = look;
        this.between = between;
        this.time = time;
    }

    public void start() {
        thread.start();
    }

    /** What was seen last; empty while nothing was. */
    public Optional<SystemFacts> last() {
        return last;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                time.sleep(between.toNanos());
            }
        } catch (InterruptedException _) {
            LOG.debug("nobody looks any more");
        }
    }

    private void look() throws InterruptedException {
        try {
            last = Optional.of(look.look());
        } catch (RuntimeException e) {
            LOG.error("what this machine is made of could not be seen, and is looked at again", e);
        }
    }

    /** A look that is under way is given up. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
