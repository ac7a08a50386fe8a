package secondsite.server.web;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;

/** The space where somebody keeps what he receives; part of it stays in reserve. The log hears when it ends and when it is back. */
public final class FreeSpace {

    private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);
    private static final int RETRY_SECONDS = 10;
    /** Segments can only be ended, and so be given back, while there is some space. */
    private static final long FOR_ENDS = 1L << 20;
    /** Less than this is no end of the trouble. */
    private static final long AGAIN = 8L << 20;

    private final String place;
    private final long reserveBytes;
    private final Measure free;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** How many bytes are free now. */
    public interface Measure {
        long bytes() throws IOException;
    }

    public FreeSpace(String place, long reserveBytes, Measure free) {
        this.place = place;
        this.reserveBytes = reserveBytes;
        this.free = free;
    }

    /** Whether so many bytes more leave the reserve alone. */
    public boolean fits(long bytes) throws IOException {
        long left = free.bytes() - bytes - reserveBytes - FOR_ENDS;
        if (left >= AGAIN && ended.compareAndSet(true, false)) {
            LOG.info("{}: there is space again", place);
        }
        return left >= 0;
    }

    /** @throws ProblemException when they do not fit: to be asked again when somebody has made room */
    public void check(long bytes) throws IOException {
        if (!fits(bytes)) {
            Problem problem = Problem.of(ProblemCode.OUT_OF_SPACE, place + ": no space is left beside the "
                    + (reserveBytes >> 20) + " MiB that stay in reserve; make room there");
            if (ended.compareAndSet(false, true)) {
                LOG.warn(problem.detail());
            }
            throw new ProblemException(problem.retryAfter(RETRY_SECONDS));
        }
    }
}
