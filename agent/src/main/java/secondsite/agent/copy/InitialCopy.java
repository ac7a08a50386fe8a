package secondsite.agent.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureState;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;

/**
 * Fills a replica's base image with what a disk holds, while the capture logs what changes meanwhile. Several workers read, compress
 * and send side by side. Begins where the target says that an earlier copy ended.
 */
public final class InitialCopy {

    private static final int WORKERS = 3;
    private static final int RANGE_BYTES = 4 << 20;
    /** What is sent before the target is asked to make it durable; the most that a target's crash costs. */
    private static final long FORCE_BYTES = 512L << 20;

    private final Capture capture;
    private final CopyTarget target;
    private final CopyMeans means;
    private final ProgressMeter meter;
    private final Patience patience;
    private final AtomicLong unforced = new AtomicLong();
    private final ReentrantLock forcing = new ReentrantLock();

    public InitialCopy(Capture capture, CopyTarget target, CopyMeans means) {
        this.capture = capture;
        this.target = target;
        this.means = means;
        this.meter = new ProgressMeter(means.time());
        this.patience = new Patience(means.time(), meter::waiting);
    }

    /**
     * Copies what is missing. To be called again after a break.
     *
     * @return whether the replica is whole: false when there was a gap meanwhile, so that a comparison has to come first
     * @throws IOException          what does not pass by itself
     * @throws InterruptedException when the copy was cancelled; what was made durable stays
     */
    public boolean run() throws IOException, InterruptedException {
        CopyTarget.State state = patience.call(target::state);
        meter.total(capture.identity().diskSize());
        meter.done(capture.identity().diskSize() - queue(state).bytes());
        while (!state.finished() && queue(state).bytes() > 0) {
            copy(queue(state));
            state = patience.call(target::force);
        }
        return state.finished() || finish();
    }

    /** Whether the target says that the copy is over; nothing is copied. */
    public boolean isOver() throws IOException, InterruptedException {
        return patience.call(target::state).finished();
    }

    private ChunkQueue queue(CopyTarget.State state) {
        return new ChunkQueue(state, capture.identity().diskSize(), RANGE_BYTES);
    }

    private void copy(ChunkQueue queue) throws IOException, InterruptedException {
        try (var workers = new Workers()) {
            for (int i = 0; i < WORKERS; i++) {
                workers.start("copy " + capture.identity().disk(), () -> new Worker(queue).run());
            }
            workers.await();
        }
    }

    /** Everything was read; what the log had then is what the base needs to be a state of the disk. */
    private boolean finish() throws IOException, InterruptedException {
        if (capture.status().situation().state() != CaptureState.LOGGING) {
            return false;
        }
        long sequence = capture.consistentFrom();
        capture.checkpoint();
        if (capture.status().situation().state() != CaptureState.LOGGING) {
            return false;
        }
        patience.call(() -> {
            target.finish(sequence);
            return sequence;
        });
        return true;
    }

    public CopyProgress progress() {
        return meter.progress();
    }

    /** Reads, packs and sends ranges until none is left. */
    private final class Worker {

        private final ChunkQueue queue;
        private final ChunkScan scan;
        private final CopyPacker packer;

        Worker(ChunkQueue queue) {
            this.queue = queue;
            this.scan = new ChunkScan(capture.replicated(), queue.longest());
            this.packer = new CopyPacker(capture.identity(), means);
        }

        void run() throws IOException, InterruptedException {
            var pending = new ArrayList<ChunkQueue.Range>();
            for (ChunkQueue.Range range = queue.take(); range != null; range = queue.take()) {
                packer.add(scan.scan(range.offset(), range.length()));
                pending.add(range);
                if (packer.bodyIsFull()) {
                    send(pending);
                }
            }
            send(pending);
        }

        private void send(List<ChunkQueue.Range> ranges) throws IOException, InterruptedException {
            if (ranges.isEmpty()) {
                return;
            }
            CopyPacker.Body body = packer.takeBody();
            throttle(means.bandwidth(), means.time(), body.bytes());
            patience.call(() -> {
                target.send(body.batches());
                return body;
            });
            long bytes = ranges.stream().mapToLong(ChunkQueue.Range::length).sum();
            meter.sent(body.bytes());
            meter.done(bytes);
            ranges.clear();
            forceNowAndThen(bytes);
        }
    }

    private static void throttle(Bandwidth bandwidth, MonotonicTime time, int bytes) throws InterruptedException {
        long wait = bandwidth.take(bytes, time.nanos());
        if (wait > 0) {
            time.sleep(wait);
        }
    }

    /** One worker waits for the target's disk; the others go on. */
    private void forceNowAndThen(long bytes) throws IOException, InterruptedException {
        if (unforced.addAndGet(bytes) < FORCE_BYTES || !forcing.tryLock()) {
            return;
        }
        try {
            unforced.set(0);
            patience.call(target::force);
        } finally {
            forcing.unlock();
        }
    }
}
