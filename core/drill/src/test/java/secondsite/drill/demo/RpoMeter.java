package secondsite.drill.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import secondsite.api.replication.HealthSummary;
import secondsite.drill.tools.Shell;

/**
 * The recovery point objective that is reached: the age of what the worst machine could be brought back to, as the configuration server
 * measures it in its rounds.
 */
final class RpoMeter implements AutoCloseable {

    private static final long EVERY_MILLIS = 250;

    private final Administrator administrator;
    private final List<Double> seconds = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    RpoMeter(Administrator administrator) {
        this.administrator = administrator;
        this.thread = Thread.ofPlatform().daemon().name("rpo").start(this::watch);
    }

    private void watch() {
        Instant round = administrator.health().time();
        while (!closed) {
            try {
                HealthSummary now = administrator.health();
                if (!now.time().equals(round)) {
                    round = now.time();
                    heard(now.worstRpoSeconds());
                }
                Thread.sleep(EVERY_MILLIS);
            } catch (Shell.Failure _) {
                // No measurement is known of this moment.
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void heard(Double measured) {
        if (measured != null) {
            synchronized (seconds) {
                seconds.add(measured);
            }
        }
    }

    int measurements() {
        synchronized (seconds) {
            return seconds.size();
        }
    }

    double worst() {
        synchronized (seconds) {
            return seconds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        }
    }

    double median() {
        synchronized (seconds) {
            return seconds.stream().mapToDouble(Double::doubleValue).sorted().skip(seconds.size() / 2).findFirst()
                    .orElse(0);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
