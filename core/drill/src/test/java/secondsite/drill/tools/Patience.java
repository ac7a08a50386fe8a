package secondsite.drill.tools;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, and says what it was when it does not. */
public final class Patience {

    private static final long POLL_MILLIS = 20;

    private Patience() {}

    public static void until(String what, Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new Shell.Failure("waited " + atMost.toSeconds() + " s in vain until " + what);
            }
            pause(POLL_MILLIS);
        }
    }

    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Shell.Failure("interrupted");
        }
    }
}
