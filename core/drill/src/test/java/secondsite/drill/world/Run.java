package secondsite.drill.world;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import secondsite.engine.ship.MonotonicTime;

/** One run of a program, from its start to its end: its threads, and what they wait for. */
public final class Run implements MonotonicTime {

    private final Machine machine;
    private final Processor processor;
    private final SimulatedTime time;
    private final Faults faults;
    private final Set<Thread> waiting = new LinkedHashSet<>();

    Run(Machine machine, Processor processor, SimulatedTime time, Faults faults) {
        this.machine = machine;
        this.processor = processor;
        this.time = time;
        this.faults = faults;
    }

    /** The machine that the program runs on. */
    public Machine machine() {
        return machine;
    }

    public Faults faults() {
        return faults;
    }

    public boolean ended() {
        return faults.dead();
    }

    /** Ends the calling thread if the run has ended. */
    public void checkAlive() {
        faults.checkAlive();
    }

    /** Starts a thread of this run. */
    void start(String name, Runnable what) {
        processor.start(name, () -> {
            checkAlive();
            what.run();
        });
    }

    /** Wakes all that wait, to find that they are dead. */
    void end() {
        Set<Thread> all = Set.copyOf(waiting);
        waiting.clear();
        all.stream().sorted((a, b) -> Long.compare(a.threadId(), b.threadId())).forEach(Thread::interrupt);
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public void sleep(long nanos) throws InterruptedException {
        checkAlive();
        Signal signal = new Signal();
        time.after(nanos, signal::give);
        signal.await();
    }

    @Override
    public <T> T poll(BlockingQueue<T> queue, long nanos) throws InterruptedException {
        checkAlive();
        T there = queue.poll();
        return there != null || nanos <= 0 ? there : atMost(nanos, queue::take);
    }

    @Override
    public long await(Condition condition, long nanos) throws InterruptedException {
        checkAlive();
        long deadline = nanos() + nanos;
        atMost(nanos, () -> {
            condition.await();
            return null;
        });
        return deadline - nanos();
    }

    private interface Wait<T> {
        T end() throws InterruptedException;
    }

    /** Waits until the wait ends or the time is over: an alarm then interrupts it. @return null when the time was over */
    private <T> T atMost(long nanos, Wait<T> wait) throws InterruptedException {
        var alarm = new Alarm();
        time.after(nanos, alarm::ring);
        waiting.add(alarm.thread);
        try {
            return wait.end();
        } catch (InterruptedException e) {
            checkAlive();
            if (!alarm.rang) {
                throw e;
            }
            return null;
        } finally {
            waiting.remove(alarm.thread);
            alarm.off();
        }
    }

    /** Interrupts a thread, unless it is switched off before. */
    private static final class Alarm {

        private final Thread thread = Thread.currentThread();
        private boolean off;
        private boolean rang;

        void ring() {
            if (!off) {
                rang = true;
                thread.interrupt();
            }
        }

        /** An alarm that rang when the wait had just ended is heard here and nowhere else. */
        void off() {
            off = true;
            if (rang) {
                Thread.interrupted();
            }
        }
    }

    /** Waits for what is told to a listener; the one that begins is given that listener. */
    <T> T await(Consumer<Consumer<T>> begin) throws InterruptedException {
        checkAlive();
        Signal signal = new Signal();
        Object[] told = new Object[1];
        begin.accept(value -> {
            told[0] = value;
            signal.give();
        });
        signal.await();
        @SuppressWarnings("unchecked")
        T value = (T) told[0];
        return value;
    }

    /** What one thread waits for. */
    private final class Signal {

        private final Thread thread = Thread.currentThread();
        private boolean given;

        void give() {
            given = true;
            LockSupport.unpark(thread);
        }

        void await() throws InterruptedException {
            waiting.add(thread);
            try {
                while (!given && !ended()) {
                    LockSupport.park(this);
                    if (!given && !ended() && Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
            } finally {
                waiting.remove(thread);
            }
            checkAlive();
        }
    }

    /** Something that a thread of a program does. */
    public interface Task {
        void run() throws IOException, InterruptedException;
    }
}
