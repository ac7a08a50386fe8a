package secondsite.server.process.push;

import java.time.Duration;
import java.util.Set;

/** Waits for what a library waits for without hearing that it is interrupted. */
final class Waiting {

    private static final long PIECE_MILLIS = 200;

    private Waiting() {}

    /** Waits for so many milliseconds. */
    interface Wait<E> {
        Set<E> millis(long millis);
    }

    /** @param nothing what the library says when nothing happened. @return what happened; that it was nothing, after the time */
    static <E> Set<E> until(Duration time, Wait<E> wait, E nothing) throws InterruptedException {
        Set<E> now = Set.of(nothing);
        for (long left = time.toMillis(); left > 0; left -= PIECE_MILLIS) {
            now = wait.millis(PIECE_MILLIS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!now.contains(nothing)) {
                return now;
            }
        }
        return now;
    }
}
