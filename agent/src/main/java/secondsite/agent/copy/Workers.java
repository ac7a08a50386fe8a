package secondsite.agent.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A few threads with one task, platform or virtual ones as the caller's is: the first failure of one ends all, and is what the task's
 * caller sees.
 */
final class Workers implements AutoCloseable {

    interface Task {
        void run() throws IOException, InterruptedException;
    }

    private record End(Throwable failure) {}

    private final List<Thread> threads = new ArrayList<>();
    private final LinkedBlockingQueue<End> ends = new LinkedBlockingQueue<>();

    void start(String name, Task task) {
        Thread.Builder kind = Thread.currentThread().isVirtual() ? Thread.ofVirtual() : Thread.ofPlatform();
        threads.add(kind.name(name).start(() -> run(task)));
    }

    private void run(Task task) {
        Throwable failure = null;
        try {
            task.run();
        } catch (Throwable e) {
            failure = e;
        }
        ends.add(new End(failure));
    }

    /** Waits until all have done their part. */
    void await() throws IOException, InterruptedException {
        for (int i = 0; i < threads.size(); i++) {
            Throwable failure = ends.take().failure();
            switch (failure) {
                case null -> {
                    // this one is done
                }
                case IOException e -> throw e;
                case InterruptedException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failure);
            }
        }
    }

    /** Ends those that still run, and waits for them. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
