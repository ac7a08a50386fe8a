package secondsite.drill.world;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * The one processor of a simulated world. Programs run on it in virtual threads of their own, one at a time, and change only where
 * one waits: for a lock, a queue, another thread, the time or the network. Which of those that could go on does so is drawn from the seed,
 * so that a run can be repeated.
 *
 * <p>No thread may wait for a monitor ({@code synchronized}) of another one here: whoever gets it next is woken by a thread of the JDK, at a moment that no
 * seed decides. Locks that are held while files are written are therefore {@link java.util.concurrent.locks.ReentrantLock}s.
 *
 * <p>Threads that a thread here starts run here too: a virtual thread takes the scheduler of the one that starts it. The JDK has no
 * public way to give the first one a scheduler, hence the reflection.
 */
public final class Processor {

    private static final InheritableThreadLocal<Processor> HERE = new InheritableThreadLocal<>();
    private static final Method NEW_THREAD = newThread();
    /** Of a virtual thread: it waits for a monitor, or was given it and is about to be made ready. */
    private static final Field STATE = state();
    private static final int BLOCKED = 13;
    private static final int UNBLOCKED = 14;
    private static final long SOON_NANOS = 2_000_000_000L;

    private final RandomGenerator random;
    private final List<Runnable> ready = Collections.synchronizedList(new ArrayList<>());
    private final boolean inOrder;
    private Throwable failure;
    private long turns;

    public Processor(RandomGenerator random) {
        this.random = random;
        this.inOrder = random.nextInt(3) == 0;
    }

    private static Method newThread() {
        try {
            Method method = Class.forName("java.lang.ThreadBuilders").getDeclaredMethod("newVirtualThread",
                    Executor.class, String.class, int.class, Runnable.class);
            method.setAccessible(true);
            Thread.setDefaultUncaughtExceptionHandler((_, e) -> uncaught(e));
            return method;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static Field state() {
        try {
            Field state = Class.forName("java.lang.VirtualThread").getDeclaredField("state");
            state.setAccessible(true);
            return state;
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static void uncaught(Throwable e) {
        Processor here = HERE.get();
        if (here == null) {
            e.printStackTrace();
        } else if (!(e instanceof Died) && here.failure == null) {
            here.failure = e;
        }
    }

    /** Starts a thread; it runs when its turn comes. */
    public void start(String name, Runnable what) {
        Runnable here = () -> {
            HERE.set(this);
            what.run();
        };
        try {
            ((Thread) NEW_THREAD.invoke(null, (Executor) ready::add, name, 0, here)).start();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets all threads run until each of them waits. */
    public void settle() {
        while (!ready.isEmpty() && failure == null) {
            turns++;
            take(ready.remove(inOrder ? 0 : random.nextInt(ready.size())));
        }
    }

    /**
     * Where a thread of the JDK has the monitor (that of all cleaners, for instance) it is let go soon, and the turn goes on as if nothing
     * had been. Where one of ours has it that will not come to its own turn meanwhile.
     */
    private void take(Runnable turn) {
        Thread thread = threadOf(turn);
        turn.run();
        for (long end = System.nanoTime() + SOON_NANOS; blocked(thread);) {
            if (ready.remove(turn)) {
                turn.run();
            } else if (System.nanoTime() > end) {
                failure = new AssertionError(
                        "a thread waits for a monitor, which no seed decides; use a ReentrantLock");
                failure.setStackTrace(thread.getStackTrace());
                return;
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private static boolean blocked(Thread thread) {
        try {
            int state = STATE.getInt(thread);
            return state == BLOCKED || state == UNBLOCKED;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the JDK gives to be run is a lambda over the thread alone. */
    private static Thread threadOf(Runnable turn) {
        try {
            Field thread = turn.getClass().getDeclaredFields()[0];
            thread.setAccessible(true);
            return (Thread) thread.get(turn);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets all threads run to their end, whatever failed. */
    void finish() {
        while (!ready.isEmpty()) {
            ready.removeFirst().run();
        }
    }

    /** What ended a thread that it should not have; null when nothing did. */
    public Throwable failure() {
        return failure;
    }

    public long turns() {
        return turns;
    }
}
