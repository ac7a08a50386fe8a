package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnstileTest {

    private static final long LONG = Duration.ofSeconds(50).toNanos();

    private final Turnstile turnstile = new Turnstile();
    private final ReentrantLock writes = new ReentrantLock();
    private final List<String> order = new CopyOnWriteArrayList<>();

    private Thread holder(long nanos) {
        return Thread.ofPlatform().start(() -> {
            try {
                boolean held = turnstile.before(writes, nanos);
                order.add(held ? "held" : "not held");
                if (held) {
                    writes.unlock();
                }
            } catch (InterruptedException e) {
                order.add("interrupted");
            }
        });
    }

    private Thread writer() {
        return Thread.ofPlatform().start(() -> {
            turnstile.pass();
            writes.lock();
            order.add("written");
            writes.unlock();
        });
    }

    private static void await(Thread thread, Thread.State state) {
        while (thread.getState() != state) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aWriteThatComesLaterWaitsUntilItIsHeld() throws Exception {
        writes.lock();
        Thread holder = holder(LONG);
        await(holder, Thread.State.TIMED_WAITING);
        Thread writer = writer();
        await(writer, Thread.State.WAITING);
        assertThat(writes.getQueueLength()).as("the write is not even in the queue").isEqualTo(1);
        writes.unlock();
        holder.join();
        writer.join();
        assertThat(order).containsExactly("held", "written");
    }

    @Test
    void whoDoesNotGetItInTimeLetsWritesPass() throws Exception {
        writes.lock();
        Thread holder = holder(Duration.ofMillis(20).toNanos());
        holder.join();
        writes.unlock();
        writer().join();
        assertThat(order).containsExactly("not held", "written");
    }

    @Test
    void twoWhoWantToHoldComeOneAfterTheOther() throws Exception {
        writes.lock();
        Thread first = holder(LONG);
        await(first, Thread.State.TIMED_WAITING);
        Thread second = holder(LONG);
        await(second, Thread.State.TIMED_WAITING);
        Thread interrupted = holder(LONG);
        await(interrupted, Thread.State.TIMED_WAITING);
        interrupted.interrupt();
        interrupted.join();
        writes.unlock();
        first.join();
        second.join();
        writer().join();
        assertThat(order).containsExactly("interrupted", "held", "held", "written");
    }
}
