package secondsite.engine.file;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Keeps calls that take long off the few threads that carry all virtual ones: a virtual thread waits while a platform thread
 * makes the call, however often it is interrupted meanwhile.
 */
final class OwnThread {

    interface Work {

        void run() throws IOException;
    }

    private OwnThread() {}

    static void run(Work work) throws IOException {
        if (Thread.currentThread().isVirtual()) {
            runOnPlatformThread(work);
        } else {
            work.run();
        }
    }

    private static void runOnPlatformThread(Work work) throws IOException {
        FutureTask<Void> task = new FutureTask<>(() -> {
            work.run();
            return null;
        });
        Thread.ofPlatform().name("file-force").daemon().start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException rethrown(Throwable cause) {
        return switch (cause) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new AssertionError(cause);
        };
    }
}
