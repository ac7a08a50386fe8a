package secondsite.engine.file;

import java.io.IOException;
import java.util.Random;

/** Counts the calls of a {@link FailingFolder} and says which of them fail, and how. Safe for use by several threads. */
public final class Faults {

    /** What happens to a write that fails; other calls then report an error of the device. */
    public enum Kind {
        /** Nothing is written. */
        EIO,
        /** A part is written and then no space is left. */
        NO_SPACE,
        /** A part is written and then the device fails. */
        SHORT_WRITE
    }

    private final Random random;
    private long calls;
    private long failAt = Long.MAX_VALUE;
    private boolean stays;
    private Kind kind = Kind.EIO;

    public Faults(Random random) {
        this.random = random;
    }

    /** How many calls there were. */
    public synchronized long calls() {
        return calls;
    }

    /** From now on, lets call n fail (the next one is 0), and all after it if the fault stays. */
    public synchronized void fail(long n, Kind kind, boolean stays) {
        this.failAt = calls + n;
        this.kind = kind;
        this.stays = stays;
    }

    /** Lets no call fail any more. */
    public synchronized void heal() {
        failAt = Long.MAX_VALUE;
    }

    private boolean fails() {
        long call = calls++;
        return stays ? call >= failAt : call == failAt;
    }

    synchronized void call(String place) throws IOException {
        if (fails()) {
            throw failure(place);
        }
    }

    /** Whether this force fails. */
    synchronized boolean force() {
        return fails();
    }

    /** How many bytes of a write are stored: all of them, or fewer when it fails. */
    synchronized int write(int length) {
        if (!fails()) {
            return length;
        }
        return kind == Kind.EIO || length == 0 ? -1 : random.nextInt(length);
    }

    synchronized IOException writeFailure(String place) {
        return kind == Kind.NO_SPACE
                ? new NoSpaceException(place, "No space left on device (simulated)")
                : failure(place);
    }

    private static IOException failure(String place) {
        return new IOException(place + ": Input/output error (simulated)");
    }

    synchronized Random random() {
        return random;
    }
}
