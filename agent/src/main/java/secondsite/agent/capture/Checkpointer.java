package secondsite.agent.capture;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes what was captured durable on the disk too, and remembers from which record the spool would have to be replayed. Only its first
 * and last steps hold up writes, for a moment. For one thread at a time.
 */
final class Checkpointer {

    private final ReentrantLock lock;
    private final Spool spool;
    private final CaptureFiles files;
    private final Evidence evidence;

    Checkpointer(ReentrantLock lock, Spool spool, CaptureFiles files, Evidence evidence) {
        this.lock = lock;
        this.spool = spool;
        this.files = files;
        this.evidence = evidence;
    }

    void run() throws IOException {
        long through = begin();
        evidence.forceSpool();
        evidence.forceDisk();
        if (!evidence.situation().wholeDisk()) {
            settleBitmap();
        }
        if (evidence.logs()) {
            files.state().replayFrom(through + 1);
        }
        if (spool.isOpen()) {
            spool.checkpointed(through);
        }
        clearIdle();
    }

    private long begin() throws IOException {
        lock.lock();
        try {
            evidence.settleDifferences();
            files.intent().checkpointBegins();
            files.dirty().prepareSettle();
            return spool.isOpen() ? spool.lastSequence() : 0;
        } finally {
            lock.unlock();
        }
    }

    /** A bitmap that could not be forced may have lost what it was told long ago. */
    private void settleBitmap() throws IOException {
        try {
            lock.lock();
            try {
                files.dirty().settle();
            } finally {
                lock.unlock();
            }
            files.dirty().force();
        } catch (IOException e) {
            bitmapFailed(e);
        }
    }

    private void bitmapFailed(IOException why) throws IOException {
        lock.lock();
        try {
            evidence.lost(why);
        } finally {
            lock.unlock();
        }
    }

    private void clearIdle() throws IOException {
        lock.lock();
        try {
            if (!evidence.situation().wholeDisk()) {
                files.intent().clearIdle();
            }
        } finally {
            lock.unlock();
        }
    }
}
