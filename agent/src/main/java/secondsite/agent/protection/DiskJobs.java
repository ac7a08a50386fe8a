package secondsite.agent.protection;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.CopyStage;
import secondsite.agent.capture.GapReason;
import secondsite.agent.copy.CopyMeans;
import secondsite.agent.copy.CopyProgress;
import secondsite.agent.copy.CopyTarget;
import secondsite.agent.copy.InitialCopy;
import secondsite.agent.copy.ReadingTarget;
import secondsite.agent.copy.Resync;

/**
 * Sees which long work a disk needs, and does it in a thread of its own, one disk of the machine after another: the first copy until
 * the replica is whole, and a comparison after each gap. A copy that saw a gap is compared before it is called whole.
 */
public final class DiskJobs implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskJobs.class);
    private static final long LOOK_MILLIS = 500;
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private final Capture capture;
    private final CopyTarget copyTarget;
    private final ReadingTarget sumsTarget;
    private final CopyMeans means;
    private final Semaphore machine;
    private final Runnable logged;
    private final Thread thread;
    private final Set<Job.Kind> paused = EnumSet.noneOf(Job.Kind.class);
    private final Predicate<Job.Kind> byItself;
    private boolean closed;
    private boolean ordered;
    private boolean asked;
    private boolean whole;
    private boolean read;
    private Job.Kind kind;
    private Job.State state;
    private Supplier<CopyProgress> progress;
    private Optional<String> problem = Optional.empty();
    private long retryAt;

    /**
     * @param target    where the replica is
     * @param machine   has a permit for each disk that may be worked on at once; a fair one
     * @param byItself  which work may be done now without an order; asked again and again
     * @param logged    hears that something is durable in the spool for which others wait
     */
    public <T extends CopyTarget & ReadingTarget> DiskJobs(Capture capture, T target, CopyMeans means,
            Semaphore machine, Predicate<Job.Kind> byItself, Runnable logged) {
        this.capture = capture;
        this.copyTarget = target;
        this.sumsTarget = target;
        this.means = means;
        this.machine = machine;
        this.byItself = byItself;
        this.logged = logged;
        this.thread = Thread.ofPlatform().name("jobs " + capture.identity().disk()).daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (true) {
            try {
                Optional<Job.Kind> due = await();
                if (due.isEmpty()) {
                    return;
                }
                if (asks(due.get())) {
                    ask();
                } else {
                    turn(due.get());
                }
            } catch (InterruptedException _) {
                brokenOff();
            } catch (IOException | RuntimeException e) {
                failed(e);
            }
        }
    }

    /** It was paused, may not go on, or is closed: the next look tells. */
    private synchronized void brokenOff() {
        kind = null;
    }

    /** Waits for work; empty when there will be none. */
    private synchronized Optional<Job.Kind> await() throws InterruptedException {
        while (!closed) {
            Optional<Job.Kind> due = due();
            boolean soon = problem.isPresent() && means.time().nanos() < retryAt;
            if (due.isPresent() && !soon) {
                kind = due.get();
                state = Job.State.WAITING;
                problem = Optional.empty();
                progress = null;
                return due;
            }
            wait(LOOK_MILLIS);
        }
        return Optional.empty();
    }

    private Optional<Job.Kind> due() {
        return needed().filter(needed -> asks(needed) || mayRun(needed));
    }

    /** Whether a copy is over is asked at once, whether it may run or not. */
    private boolean asks(Job.Kind needed) {
        return needed == Job.Kind.INITIAL_COPY && !asked;
    }

    private boolean mayRun(Job.Kind needed) {
        return !paused.contains(needed)
                && (byItself.test(needed) || needed == Job.Kind.RESYNC && ordered);
    }

    private Optional<Job.Kind> needed() {
        CaptureState now = capture.status().situation().state();
        if (now == CaptureState.FENCED || !capture.met()) {
            return Optional.empty();
        }
        boolean differs = now == CaptureState.RESYNC_REQUIRED || now == CaptureState.RESYNCING;
        if (!whole && !(read && differs)) {
            return Optional.of(Job.Kind.INITIAL_COPY);
        }
        return differs ? Optional.of(Job.Kind.RESYNC) : Optional.empty();
    }

    private void ask() throws IOException, InterruptedException {
        var copy = new InitialCopy(capture, copyTarget, means);
        synchronized (this) {
            progress = copy::progress;
        }
        if (copy.isOver()) {
            if (capture.copy() == CopyStage.NONE) {
                capture.gap(GapReason.RECEIVER_AHEAD, "the replica was copied before this spool began", true);
            }
            copied(true);
        }
        synchronized (this) {
            asked = true;
            kind = null;
        }
    }

    private void turn(Job.Kind what) throws IOException, InterruptedException {
        machine.acquire();
        try {
            if (!stillMayRun(what)) {
                brokenOff();
                return;
            }
            switch (what) {
                case INITIAL_COPY -> {
                    var copy = new InitialCopy(capture, copyTarget, means);
                    capture.copy(CopyStage.BEGUN);
                    work(copy::progress, () -> copied(copy.run()));
                }
                case RESYNC -> {
                    var resync = new Resync(capture, sumsTarget, means, logged);
                    work(resync::progress, resync::run);
                }
            }
        } finally {
            machine.release();
        }
        done();
    }

    private synchronized boolean stillMayRun(Job.Kind what) {
        return mayRun(what);
    }

    private void work(Supplier<CopyProgress> tells, Work work) throws IOException, InterruptedException {
        synchronized (this) {
            progress = tells;
            state = Job.State.RUNNING;
            LOG.info("disk {}: {} begins", capture.identity().disk(), kind);
        }
        work.run();
    }

    private void copied(boolean isWhole) throws IOException {
        if (isWhole) {
            capture.copy(CopyStage.OVER);
        }
        synchronized (this) {
            whole = isWhole;
            read = true;
        }
    }

    private synchronized void done() {
        LOG.info("disk {}: {} is done", capture.identity().disk(), kind);
        ordered &= kind != Job.Kind.RESYNC;
        kind = null;
    }

    private synchronized void failed(Exception e) {
        problem = Optional.of(String.valueOf(e.getMessage()));
        state = Job.State.FAILED;
        retryAt = means.time().nanos() + RETRY_NANOS;
        LOG.warn("disk {}: {} failed, and is tried again: {}", capture.identity().disk(), kind, e.getMessage());
    }

    /** What is being done or waits to be; empty when nothing is needed. */
    public synchronized Optional<Job> job() {
        Optional<Job.Kind> pausing = needed().filter(paused::contains);
        if (pausing.isPresent()) {
            return Optional.of(new Job(pausing.get(), Job.State.PAUSED, told(), problem));
        }
        return Optional.ofNullable(kind).map(now -> new Job(now, state, told(), problem));
    }

    private Optional<CopyProgress> told() {
        return Optional.ofNullable(progress).map(Supplier::get);
    }

    /** Stops this work, now and later, until {@link #resume}; what is done stays done. */
    public synchronized void pause(Job.Kind what) {
        if (paused.add(what) && kind == what) {
            thread.interrupt();
        }
    }

    /** Goes on with this work, and does it now if it only waited for an order. */
    public synchronized void resume(Job.Kind what) {
        paused.remove(what);
        ordered |= what == Job.Kind.RESYNC;
        problem = Optional.empty();
        notifyAll();
    }

    /** Something may have changed that makes work, or that ends what is under way; what is done stays done. */
    public synchronized void look() {
        if (kind != null && state == Job.State.RUNNING && !mayRun(kind)) {
            thread.interrupt();
        }
        notifyAll();
    }

    /** Compares the whole disk with its replica. */
    public void compareAll() throws IOException {
        if (capture.status().situation().state() == CaptureState.FENCED) {
            throw new IOException(
                    "disk " + capture.identity().disk() + " was failed over; nothing is compared with it");
        }
        capture.gap(GapReason.ORDERED, "", true);
        resume(Job.Kind.RESYNC);
    }

    /** Breaks off; the next start goes on. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            thread.interrupt();
        }
        Threads.join(thread);
    }
}
