package secondsite.agent.capture;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Looks at a capture again and again, as the agent does. */
final class Looks implements AutoCloseable {

    private final Thread thread;
    private volatile boolean closed;

    Looks(Runnable look, Duration between) {
        thread = Thread.ofPlatform().daemon().start(() -> {
            while (!closed) {
                look.run();
                LockSupport.parkNanos(between.toNanos());
            }
        });
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
