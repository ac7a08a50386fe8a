package secondsite.agent.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.Situation;
import secondsite.api.client.TransferException;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.disk.Extent;

/**
 * Compares what may differ with the replica, and logs what does as copies, between two marks: what was before stays in the replica's
 * past. Ranges that were compared are not compared again after a break. Shipping goes on beside it and carries the copies.
 */
public final class Resync {

    private static final int WORKERS = 2;
    /** The most that is read and logged in one go, while no write passes. */
    private static final int COPY_BYTES = 256 << 10;
    private static final long FIRST_POLL_NANOS = Duration.ofMillis(10).toNanos();
    private static final long LAST_POLL_NANOS = Duration.ofMillis(200).toNanos();

    private final Capture capture;
    private final SumsTarget target;
    private final CopyMeans means;
    private final Runnable logged;
    private final ProgressMeter meter;
    private final Patience patience;
    private final RangeLength length = new RangeLength();

    /** @param logged hears that something is durable in the spool for which others wait */
    public Resync(Capture capture, SumsTarget target, CopyMeans means, Runnable logged) {
        this.capture = capture;
        this.target = target;
        this.means = means;
        this.logged = logged;
        this.meter = new ProgressMeter(means.time());
        this.patience = new Patience(means.time(), meter::waiting);
    }

    /**
     * Compares all that is to be compared. To be called again after a break.
     *
     * @throws IOException          what does not pass by itself, or another gap
     * @throws InterruptedException when it was paused; what was compared stays compared
     */
    public void run() throws IOException, InterruptedException {
        if (capture.status().situation().state() == CaptureState.RESYNC_REQUIRED) {
            awaitRoom(CaptureState.RESYNC_REQUIRED);
            capture.resyncBegins();
        }
        meter.total(capture.status().dirtyBytes());
        long from = capture.spool().lastSequence();
        capture.force();
        logged.run();
        awaitTarget(from);
        var queue = new DirtyQueue(capture, length);
        try (var workers = new Workers()) {
            for (int i = 0; i < WORKERS; i++) {
                workers.start("resync " + capture.identity().disk(), () -> new Worker(queue, from).run());
            }
            workers.await();
        }
        capture.resyncEnds();
        logged.run();
    }

    /**
     * The replica is compared as it is after everything that was written without being logged: an older state could equal the disk by
     * chance and then be changed by a record still under way.
     */
    private void awaitTarget(long sequence) throws IOException, InterruptedException {
        for (long pause = FIRST_POLL_NANOS; patience.call(target::durableSequence) < sequence; pause = longer(pause)) {
            await(CaptureState.RESYNCING, "for the target to have record " + sequence, pause);
        }
    }

    private void awaitRoom(CaptureState during) throws IOException, InterruptedException {
        for (long pause = FIRST_POLL_NANOS; capture.status().spool().warning(); pause = longer(pause)) {
            await(during, "for the spool to be shipped", pause);
        }
    }

    private static long longer(long pause) {
        return Math.min(2 * pause, LAST_POLL_NANOS);
    }

    /** After another gap what is waited for may never come. */
    private void await(CaptureState during, String what, long nanos) throws IOException, InterruptedException {
        Situation now = capture.status().situation();
        if (now.state() != during) {
            throw new IOException("the comparison cannot go on: " + now.reason().words());
        }
        meter.waiting(Optional.of("waiting " + what));
        means.time().sleep(nanos);
        meter.waiting(Optional.empty());
    }

    public CopyProgress progress() {
        return meter.progress();
    }

    private interface Question {
        SumsTarget.Sums answer() throws IOException, InterruptedException;
    }

    /** It is to be asked again for less. */
    private static final class UnansweredException extends IOException {

        private static final long serialVersionUID = 1;

        UnansweredException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private static List<Extent> halves(Extent range) {
        long middle = range.offset() + range.length() / 2 / Difference.LARGE_BYTES * Difference.LARGE_BYTES;
        return List.of(new Extent(range.offset(), middle - range.offset(), range.kind()),
                new Extent(middle, range.end() - middle, range.kind()));
    }

    /** Compares ranges until none is left. */
    private final class Worker {

        private final DirtyQueue queue;
        private final long from;
        private final Difference difference = new Difference(capture.replicated(), new Asked());
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(COPY_BYTES);

        Worker(DirtyQueue queue, long from) {
            this.queue = queue;
            this.from = from;
        }

        void run() throws IOException, InterruptedException {
            for (Optional<Extent> range = queue.take(); range.isPresent(); range = queue.take()) {
                compare(range.get());
                capture.compared(range.get());
                meter.done(range.get().length());
            }
        }

        /** A target that has too much to read for an answer in time may have it for a part. */
        private void compare(Extent range) throws IOException, InterruptedException {
            List<Extent> differing;
            try {
                differing = difference.in(range);
            } catch (UnansweredException e) {
                for (Extent half : halves(range)) {
                    compare(half);
                }
                return;
            }
            copy(differing);
        }

        /** What the target says of the state from which on is compared. */
        private final class Asked implements Difference.Asking {

            @Override
            public BlockSums sums(Extent range, int blockBytes) throws IOException, InterruptedException {
                return ask(range, () -> target.sums(range.offset(), range.length(), blockBytes));
            }

            @Override
            public BlockSums sums(Extent range, int blockBytes, BitSet large)
                    throws IOException, InterruptedException {
                return ask(range, () -> target.sums(range.offset(), range.length(), blockBytes, large));
            }

            private BlockSums ask(Extent range, Patience.Request<SumsTarget.Sums> question)
                    throws IOException, InterruptedException {
                if (range.length() <= RangeLength.SHORTEST_BYTES) {
                    return timed(() -> patience.call(question));
                }
                try {
                    return timed(question::send);
                } catch (TransferException.Unavailable | TransferException.Busy | TransferException.OutOfSpace e) {
                    length.unanswered();
                    throw new UnansweredException(e);
                }
            }

            private BlockSums timed(Question question) throws IOException, InterruptedException {
                long begin = means.time().nanos();
                SumsTarget.Sums told = question.answer();
                length.answered(means.time().nanos() - begin);
                return checked(told);
            }
        }

        private BlockSums checked(SumsTarget.Sums told) throws IOException {
            if (told.sequence() < from) {
                throw new IOException(
                        "the target went back to record " + told.sequence() + " while it was compared from "
                                + from + " on");
            }
            return told.sums();
        }

        private void copy(List<Extent> differing) throws IOException, InterruptedException {
            var some = new ArrayList<Extent>();
            int bytes = 0;
            for (Extent piece : pieces(differing)) {
                if (bytes + piece.length() > COPY_BYTES) {
                    append(some, bytes);
                    bytes = 0;
                }
                some.add(piece);
                bytes += (int) piece.length();
            }
            append(some, bytes);
        }

        private void append(List<Extent> pieces, int bytes) throws IOException, InterruptedException {
            if (!pieces.isEmpty()) {
                awaitRoom(CaptureState.RESYNCING);
                capture.copy(pieces, buffer);
                meter.sent(bytes);
                pieces.clear();
            }
        }
    }

    private static List<Extent> pieces(List<Extent> ranges) {
        var pieces = new ArrayList<Extent>();
        for (Extent range : ranges) {
            for (long at = range.offset(); at < range.end(); at += COPY_BYTES) {
                pieces.add(new Extent(at, Math.min(COPY_BYTES, range.end() - at), Extent.Kind.DATA));
            }
        }
        return pieces;
    }
}
