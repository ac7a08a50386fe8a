package secondsite.server.configuration.notification;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;
import secondsite.server.configuration.activity.EventLog;
import secondsite.server.configuration.alert.Condition;
import secondsite.server.configuration.alert.Conditions;
import secondsite.server.configuration.alert.Subject;
import secondsite.server.configuration.store.NotificationChannels.Channel;
import secondsite.server.web.Peer;

/** All ways at work, a thread each, so that one that hangs does not hold up another. That one fails again and again is a condition itself. */
@Singleton
public final class Deliveries implements Conditions, AutoCloseable {

    private static final int FAILED_TOO_OFTEN = 3;
    private static final Duration BREATH = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Delivery.Parts parts;
    private final EventLog events;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Thread> threads;

    @Inject
    Deliveries(Delivery.Parts parts, EventLog events) {
        this.parts = parts;
        this.events = events;
        this.threads = List.of(Ways.MAIL, Ways.WEBHOOK).stream()
                .map(name -> Thread.ofVirtual().name("notification " + name).unstarted(() -> run(name))).toList();
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    private void run(String name) {
        var delivery = new Delivery(name, parts);
        EventLog.Follower follower = events.follow(OptionalLong.empty());
        try {
            while (closed.getCount() > 0) {
                Duration pause = attempt(delivery);
                if (pause.isPositive()) {
                    follower.next(pause);
                    // However much happens, once in a second is enough.
                    closed.await(BREATH.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException _) {
            LOG.debug("interrupted");
        } finally {
            delivery.close();
        }
    }

    private static Duration attempt(Delivery delivery) {
        try {
            return delivery.step();
        } catch (RuntimeException e) {
            LOG.error("cannot tell what happened, trying again", e);
            return Delivery.IDLE;
        }
    }

    @Override
    public List<Condition> now() {
        List<Channel> failing = parts.database().read(parts.channels()::all).stream()
                .filter(channel -> channel.attempts() >= FAILED_TOO_OFTEN).toList();
        if (failing.isEmpty()) {
            return List.of();
        }
        String server = Peer.Kind.CONFIGURATION_SERVER.word();
        return List.of(new Condition(ErrorCode.NOTIFICATION_FAILED, new Subject(server, server), server,
                Severity.WARNING, String.join("; ", failing.stream().map(Deliveries::said).toList())));
    }

    private static String said(Channel channel) {
        return channel.name() + ": " + channel.attempts() + " attempts failed: " + channel.problem().orElse("");
    }

    /** Gives up what is being sent: it is sent after the next start. */
    @Override
    public void close() {
        closed.countDown();
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(GRACE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
