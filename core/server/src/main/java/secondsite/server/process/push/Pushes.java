package secondsite.server.process.push;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.PushStatus;
import secondsite.server.web.ProblemException;

/**
 * What this process server does on machines. All of it is in memory only: who ordered it orders it again when this server was started
 * anew. Safe for use by several threads.
 */
public final class Pushes implements Closeable {

    /** At the same time. */
    static final int MOST = 32;

    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final int RETRY_SECONDS = 5;

    private final Map<UUID, Push> pushes = new ConcurrentHashMap<>();
    private final PackageStore packages;
    private final InstantSource clock;
    private final RandomGenerator random;
    private Ssh ssh;
    private boolean closed;

    /** @param packages folder in which packages are kept that came from the source */
    public Pushes(Path packages, PackageSource source, InstantSource clock, RandomGenerator random) {
        this.packages = new PackageStore(packages, source, clock);
        this.clock = clock;
        this.random = random;
    }

    /** Begins it, unless it was begun already. */
    public synchronized PushStatus begin(UUID id, PushOrder order) {
        Push known = pushes.get(id);
        if (known != null) {
            return known.status();
        }
        OrderChecks.check(order);
        forgetOld();
        if (closed || pushes.values().stream().filter(push -> !push.over()).count() >= MOST) {
            throw new ProblemException(Problem.of(ProblemCode.BUSY, closed
                    ? "the process server is stopping"
                    : "this process server works on " + MOST + " machines already").retryAfter(RETRY_SECONDS));
        }
        Push push = Push.begin(order, means());
        pushes.put(id, push);
        return push.status();
    }

    /** What SSH needs is only there where somebody uses it. */
    private Push.Means means() {
        if (ssh == null) {
            ssh = new Ssh(random);
        }
        return new Push.Means(ssh, new Preflight(clock), new Steps(packages), clock);
    }

    private void forgetOld() {
        Instant old = clock.instant().minus(REMEMBERED);
        pushes.values().removeIf(push -> push.ended().filter(ended -> ended.isBefore(old)).isPresent());
    }

    public Optional<PushStatus> status(UUID id) {
        return Optional.ofNullable(pushes.get(id)).map(Push::status);
    }

    /** Breaks it off. Unknown ones are no error. */
    public void cancel(UUID id) {
        Optional.ofNullable(pushes.get(id)).ifPresent(Push::cancel);
    }

    /** Breaks off all that is under way. */
    @Override
    public void close() {
        List<Push> running;
        synchronized (this) {
            closed = true;
            running = List.copyOf(pushes.values());
        }
        running.forEach(Push::cancel);
        try {
            for (Push push : running) {
                push.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (ssh != null) {
            ssh.close();
        }
    }
}
