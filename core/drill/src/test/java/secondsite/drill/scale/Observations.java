package secondsite.drill.scale;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;

/** Gathers what simulated agents see. Safe for use by several threads. */
final class Observations {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private final ReentrantLock lock = new ReentrantLock();
    private final int agents;
    private final BitSet everAnswered = new BitSet();
    private final BitSet answered = new BitSet();
    private long[] nanos = new long[1 << 16];
    private int count;
    private long failures;
    private String lastError = "";

    Observations(int agents) {
        this.agents = agents;
    }

    void answered(int agent, long took) {
        lock.lock();
        try {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = took;
            answered.set(agent);
            everAnswered.set(agent);
        } finally {
            lock.unlock();
        }
    }

    void failed(String why) {
        lock.lock();
        try {
            failures++;
            lastError = why;
        } finally {
            lock.unlock();
        }
    }

    void begin() {
        lock.lock();
        try {
            count = 0;
            failures = 0;
            answered.clear();
            lastError = "";
        } finally {
            lock.unlock();
        }
    }

    Figures figures() {
        lock.lock();
        try {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            long late = Arrays.stream(sorted).filter(took -> took / NANOS_PER_MILLI > Figures.LATE_MILLIS).count();
            return new Figures(count, failures, answered.cardinality(), agents - everAnswered.cardinality(), late,
                    part(sorted, 0.5), part(sorted, 0.99), part(sorted, 1), cpuSeconds(), lastError);
        } finally {
            lock.unlock();
        }
    }

    private static double part(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(part * sorted.length) - 1] / NANOS_PER_MILLI;
    }

    private static double cpuSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / NANOS_PER_SECOND;
    }
}
