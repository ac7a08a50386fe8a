package secondsite.agent.os;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.os.FileSystems.FreezeException;

/**
 * Frozen file systems. A thread thaws them when their time is over; if this program cannot, their guardians do. For one thread, but for
 * that.
 */
public final class Frozen implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Frozen.class);

    private final Duration limit;
    private final long begun = System.nanoTime();
    private final long deadline;
    private final Runnable ended;
    private final List<Guardian> guardians = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean over;

    private Frozen(Duration limit, Runnable ended) {
        this.limit = limit;
        this.ended = ended;
        this.deadline = begun + limit.toNanos();
    }

    /** @param ended is run when they are thawed */
    static Frozen freeze(List<String> mountPoints, Duration limit, Runnable ended)
            throws IOException, InterruptedException {
        var frozen = new Frozen(limit, ended);
        Thread.ofPlatform().name("thaw").daemon().start(frozen::watch);
        try {
            for (String mountPoint : mountPoints) {
                frozen.guard(mountPoint).awaitFrozen(frozen.deadline);
            }
            frozen.check();
            return frozen;
        } catch (IOException | InterruptedException | RuntimeException e) {
            frozen.closeAfter(e);
            throw e;
        }
    }

    private void watch() {
        try {
            if (!closed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                letGo();
            }
        } catch (InterruptedException _) {
            letGo();
        }
    }

    private synchronized Guardian guard(String mountPoint) throws IOException {
        checkTime();
        var guardian = Guardian.start(mountPoint, limit);
        guardians.add(guardian);
        return guardian;
    }

    private synchronized void letGo() {
        over = true;
        guardians.reversed().forEach(Guardian::letGo);
    }

    private synchronized void checkTime() throws FreezeException {
        if (over) {
            throw new FreezeException("the file systems were thawed, " + limit.toMillis() + " ms were over");
        }
    }

    /** @throws FreezeException when one of them may have been thawed by now */
    public void check() throws FreezeException {
        checkTime();
        for (Guardian guardian : guardians) {
            guardian.check();
        }
    }

    /** From before the first was frozen until the last was thawed: who writes waited for so long at most. */
    private void tell() {
        if (!guardians.isEmpty()) {
            LOG.info("{} stood still for {} ms", guardians.stream().map(Guardian::toString).collect(joining(", ")),
                    Duration.ofNanos(System.nanoTime() - begun).toMillis());
        }
    }

    private void closeAfter(Exception why) {
        try {
            close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Thaws them.
     *
     * @throws FreezeException when one was thawed by somebody else, or could not be thawed
     */
    @Override
    public void close() throws IOException {
        closed.countDown();
        letGo();
        FreezeException failure = null;
        for (Guardian guardian : guardians.reversed()) {
            try {
                guardian.end();
            } catch (FreezeException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        ended.run();
        tell();
        if (failure != null) {
            throw failure;
        }
    }
}
