package secondsite.agent.capture;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.tracking.Stillness;

/** The lock of a tracked disk, and before it the right to write files: nobody waits for a frozen file system while others wait for him. */
final class TellingLock {

    private final ReentrantLock lock;
    private final Stillness stillness;

    TellingLock(ReentrantLock lock, Stillness stillness) {
        this.lock = lock;
        this.stillness = stillness;
    }

    interface Step {
        void run() throws IOException;
    }

    interface Work<T> {
        T run() throws IOException;
    }

    <T> T with(Work<T> work) throws IOException {
        stillness.writing().lock();
        try {
            lock.lock();
            try {
                return work.run();
            } finally {
                lock.unlock();
            }
        } finally {
            stillness.writing().unlock();
        }
    }

    void held(Step step) throws IOException {
        with(() -> {
            step.run();
            return null;
        });
    }

    /** Passes by when somebody else has it, or freezes. */
    void ifFree(Runnable step) {
        if (!stillness.writing().tryLock()) {
            return;
        }
        try {
            if (lock.tryLock()) {
                try {
                    step.run();
                } finally {
                    lock.unlock();
                }
            }
        } finally {
            stillness.writing().unlock();
        }
    }
}
