package secondsite.server.process.push;

import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Waits for what a library waits for without hearing, or telling, that it is interrupted. */
final class Waiting {

    private static final long PIECE_MILLIS = 200;

    private Waiting() {}

    /** Waits for so many milliseconds. */
    interface Wait<E> {
        Set<E> millis(long millis);
    }

    /**
     * Waits in pieces.
     *
     * @param nothing   what the library says when nothing happened
     * @param cancelled whether nobody wants it any more
     * @return what happened; that it was nothing, after the time
     */
    static <E> Set<E> until(Duration time, Wait<E> wait, E nothing, BooleanSupplier cancelled)
            throws InterruptedException {
        Set<E> now = Set.of(nothing);
        for (long left = time.toMillis(); left > 0; left -= PIECE_MILLIS) {
            now = wait.millis(PIECE_MILLIS);
            if (Thread.interrupted() || cancelled.getAsBoolean()) {
                throw new InterruptedException();
            }
            if (!now.contains(nothing)) {
                return now;
            }
        }
        return now;
    }
}
