package secondsite.engine.nbd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Who is connected. Clients that take too long to choose an export are dropped, and when too many of them are about, the oldest:
 * whoever opens connections without end keeps out nobody who goes on at once.
 */
final class Admission {

    private final NbdSettings settings;
    private final ScheduledThreadPoolExecutor timer;
    /** The oldest first. */
    private final Map<Connection, ScheduledFuture<?>> choosing = new LinkedHashMap<>();
    private final Set<Connection> served = new HashSet<>();
    /** Threads that have not come to their end, dropped ones among them. */
    private final Set<Connection> alive = new HashSet<>();
    private boolean closed;

    Admission(NbdSettings settings) {
        this.settings = settings;
        timer = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("nbd-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    /** False when the server is closed. */
    synchronized boolean enter(Connection connection) {
        if (closed) {
            return false;
        }
        if (choosing.size() >= settings.handshakes()) {
            drop(choosing.keySet().iterator().next(), "too many clients that choose no export");
        }
        Runnable late = () -> drop(connection, "no export chosen within " + settings.handshakeTime());
        choosing.put(connection, timer.schedule(late, settings.handshakeTime().toMillis(), TimeUnit.MILLISECONDS));
        alive.add(connection);
        return true;
    }

    private synchronized void drop(Connection connection, String reason) {
        if (choosing.remove(connection) != null) {
            connection.drop(new ProtocolException(reason));
        }
    }

    /** The connection has chosen; null, or why it may not go on. */
    synchronized String admit(Connection connection) {
        ScheduledFuture<?> late = choosing.remove(connection);
        if (late == null) {
            return "dropped";
        }
        late.cancel(false);
        if (served.size() >= settings.connections()) {
            return "there are " + settings.connections() + " connections already";
        }
        served.add(connection);
        return null;
    }

    synchronized void leave(Connection connection) {
        ScheduledFuture<?> late = choosing.remove(connection);
        if (late != null) {
            late.cancel(false);
        }
        served.remove(connection);
        alive.remove(connection);
        notifyAll();
    }

    /** Disconnects everybody, and waits until their threads have ended, but not longer than this. */
    synchronized void close(Duration most) {
        closed = true;
        timer.shutdownNow();
        List<Connection> all = new ArrayList<>(alive);
        all.forEach(connection -> connection.drop(new ProtocolException("the server is closing")));
        long deadline = System.nanoTime() + most.toNanos();
        while (!alive.isEmpty() && deadline - System.nanoTime() > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
