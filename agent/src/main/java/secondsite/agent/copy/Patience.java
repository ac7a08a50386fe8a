package secondsite.agent.copy;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import secondsite.api.client.TransferException;
import secondsite.engine.ship.MonotonicTime;

/** Tries a request again, later and later, for as long as what went wrong may pass by itself. Safe for use by several threads. */
final class Patience {

    private static final long FIRST_NANOS = Duration.ofMillis(250).toNanos();
    private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();

    private final MonotonicTime time;
    private final Consumer<Optional<String>> waiting;

    /** @param waiting told why it waits, and with empty that it does not any more */
    Patience(MonotonicTime time, Consumer<Optional<String>> waiting) {
        this.time = time;
        this.waiting = waiting;
    }

    interface Request<T> {
        T send() throws IOException;
    }

    /** @throws IOException what will not pass by itself */
    <T> T call(Request<T> request) throws IOException, InterruptedException {
        long wait = FIRST_NANOS;
        while (true) {
            checkInterrupted();
            try {
                T answer = request.send();
                waiting.accept(Optional.empty());
                return answer;
            } catch (TransferException.Busy e) {
                pause(e, e.retryAfter().toNanos());
            } catch (TransferException.Unavailable | TransferException.OutOfSpace e) {
                pause(e, wait);
                wait = Math.min(2 * wait, LIMIT_NANOS);
            }
        }
    }

    private void pause(IOException why, long nanos) throws InterruptedException {
        checkInterrupted();
        waiting.accept(Optional.of(String.valueOf(why.getMessage())));
        time.sleep(nanos);
    }

    /** A request that was interrupted says only that nobody answered. */
    private static void checkInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
