package secondsite.agent.capture;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.disk.Disk;

/**
 * Forces the disk beneath, and remembers when it could not: a kernel tells of a failed force once only and forgets what it failed to
 * write, so the next force says nothing of it. Safe for use by several threads.
 */
final class DiskForcing {

    /** Writes to the disk again what it may lack. */
    interface Again {
        /** @return why that is not to be had any more; empty when all of it was written */
        Optional<IOException> give() throws IOException;
    }

    private final Disk disk;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    /** Changed by one thread at a time. */
    private volatile boolean suspect;

    DiskForcing(Disk disk) {
        this.disk = disk;
    }

    /** Whether the disk may lack what was written before. */
    boolean suspect() {
        return suspect;
    }

    /** Everything written is durable on the disk on return, or it is remembered that it may not be. */
    void force() throws IOException {
        oneAtATime.lock();
        try {
            try {
                disk.flush();
            } catch (IOException e) {
                suspect = true;
                throw e;
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    /** The guest's own force. That the disk failed to keep what was written is the guest's to hear, whoever noticed it. */
    void forceForGuest() throws IOException {
        oneAtATime.lock();
        try {
            boolean failedBefore = suspect;
            // it hears of a failure now, the earlier one or another
            suspect = false;
            disk.flush();
            if (failedBefore) {
                throw new IOException("the disk could not make earlier writes durable");
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    /**
     * Forces the disk; one that may lack something is given it again before. What is not to be had any more stays for the guest to hear.
     *
     * @return as {@link Again#give}
     */
    Optional<IOException> settle(Again again) throws IOException {
        oneAtATime.lock();
        try {
            boolean lacking = suspect;
            Optional<IOException> missing = lacking ? again.give() : Optional.empty();
            force();
            suspect &= !lacking || missing.isPresent();
            return missing;
        } finally {
            oneAtATime.unlock();
        }
    }
}
