package secondsite.agent.management;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.protection.Pulse;
import secondsite.api.machine.AgentReport.Power;

/** Looks again and again whether the machine is on, so that a report need not wait for that, and is made at once when it changes. */
final class PowerWatch implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(PowerWatch.class);
    private static final long LOOK_MILLIS = 1_000;

    private final PowerSwitch power;
    private final Runnable changed;
    private final Pulse pulse;
    private volatile Power now = Power.UNKNOWN;
    private volatile Thread looking;
    private volatile boolean closed;

    /** @param changed hears that there is something new to tell */
    PowerWatch(PowerSwitch power, Runnable changed) {
        this.power = power;
        this.changed = changed;
        this.pulse = new Pulse("power", LOOK_MILLIS, this::look);
    }

    void start() {
        pulse.start();
    }

    /** As it was seen last. */
    Power now() {
        return now;
    }

    private void look() {
        looking = Thread.currentThread();
        try {
            if (!closed) {
                saw(power.state());
            }
        } catch (InterruptedException _) {
            LOG.debug("nobody asks any more whether the machine is on");
        } finally {
            looking = null;
        }
    }

    private void saw(Power next) {
        if (next != now) {
            LOG.info("the machine: {}", next);
            now = next;
            changed.run();
        }
    }

    void shutDown() throws IOException, InterruptedException {
        power.shutDown();
    }

    void forceOff() throws IOException, InterruptedException {
        power.forceOff();
        saw(Power.SHUT_DOWN);
    }

    /** A look under way is broken off: it touches no file of ours. */
    @Override
    public void close() {
        closed = true;
        Optional.ofNullable(looking).ifPresent(Thread::interrupt);
        pulse.close();
    }
}
