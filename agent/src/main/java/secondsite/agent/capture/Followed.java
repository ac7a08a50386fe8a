package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.tracking.Stillness;

/** A disk that machines write to past us, with what is known of it from one process to the next. */
interface Followed extends Closeable {

    /** What the capture of a disk is made of. */
    record Means(ReentrantLock lock, Stillness stillness, RoundLog log, Spool spool, DirtyBitmap dirty) {}

    /**
     * Goes on where an earlier process was, which left this.
     *
     * @return whether nothing was missed since then, or what was can be found out
     */
    boolean resume(CaptureRecord left) throws IOException;

    /** Begins anew: nothing of the disk was told, and what is written from now on will be noticed. */
    void begin() throws IOException;

    /** Nothing is noticed from now on, and nothing kept. */
    void end() throws IOException;

    /** How it is read. */
    Reading reading(Means means);
}
