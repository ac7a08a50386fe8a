package secondsite.agent.management;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.client.TransferException;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentReport;
import secondsite.engine.ship.MonotonicTime;

/** Reports again and again, in a thread of its own, and never gives up. */
final class ReportLoop implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(ReportLoop.class);

    /** Where reports go. */
    interface Server {
        AgentAnswer report(AgentReport report) throws TransferException;
    }

    /** What is told, and what becomes of the answer. */
    interface Conversation {
        AgentReport report();

        /** @return whether there is something new to tell already */
        boolean answered(AgentReport report, AgentAnswer answer) throws IOException;
    }

    private final Server server;
    private final Conversation conversation;
    private final Pace pace;
    private final InstantSource clock;
    private final MonotonicTime time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Contact contact = Contact.NONE;
    private Thread thread;
    private boolean woken;
    private boolean closed;
    private boolean heard;

    ReportLoop(Server server, Conversation conversation, Pace pace, InstantSource clock, MonotonicTime time) {
        this.server = server;
        this.conversation = conversation;
        this.pace = pace;
        this.clock = clock;
        this.time = time;
    }

    void start() {
        thread = Thread.ofVirtual().name("report").start(this::run);
    }

    private void run() {
        try {
            while (goesOn()) {
                long wait = turn();
                time.sleep(TimeUnit.MILLISECONDS.toNanos(Math.min(wait, pace.soon())));
                await(TimeUnit.MILLISECONDS.toNanos(wait - pace.soon()));
            }
        } catch (InterruptedException _) {
            LOG.debug("no more reports");
        }
    }

    private boolean goesOn() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            for (long left = nanos; !woken && !closed && left > 0;) {
                left = time.await(changed, left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    /** One report. @return milliseconds to the next */
    long turn() {
        try {
            AgentReport report = conversation.report();
            AgentAnswer answer = server.report(report);
            told(contact.answered(clock.instant()));
            boolean more = conversation.answered(report, answer);
            heard();
            return more ? pace.soon() : pace.answered(answer.nextMillis());
        } catch (TransferException.Busy e) {
            return failed(e, e.retryAfter().toMillis());
        } catch (IOException | RuntimeException e) {
            return failed(e, 0);
        }
    }

    private void heard() {
        lock.lock();
        try {
            heard = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until an answer was carried out. @return whether one was, in this time */
    boolean awaitHeard(long nanos) throws InterruptedException {
        lock.lock();
        try {
            for (long left = nanos; !heard && !closed && left > 0;) {
                left = time.await(changed, left);
            }
            return heard;
        } finally {
            lock.unlock();
        }
    }

    private long failed(Exception e, long atLeastMillis) {
        told(contact.failed(Optional.ofNullable(e.getMessage()).orElse(e.toString())));
        return pace.failed(atLeastMillis);
    }

    private void told(Contact now) {
        if (now.problem().isPresent() && !now.problem().equals(contact.problem())) {
            LOG.warn("the report was not answered: {}", now.problem().get());
        } else if (now.problem().isEmpty() && (contact.problem().isPresent() || contact.last().isEmpty())) {
            LOG.info("the configuration server answers");
        }
        contact = now;
    }

    /** There is something new to tell. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Contact contact() {
        return contact;
    }

    /** A report under way is the last one. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (thread != null) {
            join();
        }
    }

    private void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
