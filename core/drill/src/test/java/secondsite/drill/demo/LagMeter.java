package secondsite.drill.demo;

import java.util.ArrayList;
import java.util.List;
import secondsite.drill.tools.Shell;

/** Watches how far the target is behind while the machines work: the recovery point objective, as measured. */
final class LagMeter implements AutoCloseable {

    private static final long EVERY_MILLIS = 200;

    private final Deployment deployment;
    private final List<Disk> disks;
    private final List<Double> lags = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    LagMeter(Deployment deployment, List<Disk> disks) {
        this.deployment = deployment;
        this.disks = disks;
        this.thread = Thread.ofPlatform().daemon().name("lag").start(this::watch);
    }

    private void watch() {
        while (!closed) {
            try {
                double worst = disks.stream().mapToDouble(disk -> deployment.state(disk).lagSeconds()).max().orElse(0);
                synchronized (lags) {
                    lags.add(worst);
                }
                Thread.sleep(EVERY_MILLIS);
            } catch (Shell.Failure _) {
                // An agent that is being killed does not answer.
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    double worst() {
        synchronized (lags) {
            return lags.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        }
    }

    double median() {
        synchronized (lags) {
            return lags.stream().mapToDouble(Double::doubleValue).sorted().skip(lags.size() / 2).findFirst().orElse(0);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
