package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.mirror.GuestAwayException;
import secondsite.agent.mirror.GuestDisk;
import secondsite.agent.mirror.Mirror;
import secondsite.agent.mirror.MirrorEndedException;
import secondsite.agent.mirror.ResizedException;
import secondsite.engine.disk.Extent;

/**
 * Captures the disk of a running QEMU guest, whose writes its QEMU mirrors to us. What is logged is what a split disk logs, in the same order; but the
 * guest goes on when it is not mirrored, and whoever asks for a point has to make sure that it was. Opened by {@link SplitDiskOpening};
 * {@link #look} is to be called about twice a second.
 *
 * <p>Whenever it is not mirrored a comparison is required. What is to be compared is known when it is mirrored again.
 *
 * <p>Locks, in this order: that of the mirror, those of the split disk. Nobody asks QEMU while he keeps writes from passing, but for a moment before a
 * mark: QEMU may wait for just these writes, and does nothing else meanwhile.
 */
public final class MirrorCapture extends SplitCapture {

    private static final Duration HELD_PATIENCE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Between two looks at the guest's device, which seldom changes. */
    private static final int DEVICE_LOOKS = 10;

    /** What keeps it from being mirrored, or from being sure of it. */
    public enum Hindrance {
        /** Nothing. */
        NONE,
        /** The guest is not running, or has no such disk. */
        GONE,
        /** Its disk has another size. */
        RESIZED,
        /** Its QEMU does not do what it should. */
        REFUSED
    }

    /** @param words for people; empty when nothing is wrong */
    public record Standing(Hindrance hindrance, String words) {

        private static final Standing FINE = new Standing(Hindrance.NONE, "");
    }

    private final GuestDisk guest;
    private final Mirror mirror;
    private final ReentrantLock mirroring = new ReentrantLock();
    private volatile boolean mirrored;
    private volatile Standing standing = Standing.FINE;
    private int looks;

    MirrorCapture(SplitParts parts, GuestDisk guest, Mirror mirror) {
        super(parts);
        this.guest = guest;
        this.mirror = mirror;
    }

    /** How the guest's disk is. */
    public Standing standing() {
        return standing;
    }

    /** Whether the guest's writes come to us, as far as is known. */
    public boolean isMirrored() {
        return mirrored;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void mirroring(Step step) throws IOException {
        mirroring.lock();
        try {
            step.run();
        } finally {
            mirroring.unlock();
        }
    }

    /** Sees to it that the guest's writes come to us if they are to; passes by when somebody else is at it. */
    public void look() {
        if (!mirroring.tryLock()) {
            return;
        }
        try {
            guest.look();
            if (isProtected() && situation().state() != CaptureState.FENCED) {
                follow();
            } else if (mirrored) {
                leave();
            }
            standing = Standing.FINE;
        } catch (GuestAwayException e) {
            standing = new Standing(Hindrance.GONE, e.getMessage());
        } catch (ResizedException e) {
            standing = new Standing(Hindrance.RESIZED, e.getMessage());
        } catch (IOException e) {
            standing = new Standing(Hindrance.REFUSED, String.valueOf(e.getMessage()));
        } finally {
            mirroring.unlock();
        }
    }

    private void follow() throws IOException {
        if (mirrored) {
            try {
                mirror.check(PATIENCE);
            } catch (MirrorEndedException e) {
                ended(e);
            }
        }
        if (!mirrored) {
            // Before anything is brought: what is not remembered to be compared would be missed.
            gap(GapReason.NOT_MIRRORED, "it was not mirrored for a while", true);
            begin();
        } else if (++looks % DEVICE_LOOKS == 0) {
            mirror.look(PATIENCE);
        }
    }

    private void begin() throws IOException {
        mirror.begin(served());
        mirrored = true;
    }

    private void ended(MirrorEndedException why) throws IOException {
        mirrored = false;
        guest.forget();
        gap(GapReason.NOT_MIRRORED, why.getMessage(), false);
    }

    private void leave() throws IOException {
        mirrored = false;
        mirror.end();
    }

    /** @throws IOException when something the guest was told of before this call may not have come to us */
    private void checkMirrored(Duration patience) throws IOException {
        if (!mirrored) {
            throw new IOException("the guest's disk is not mirrored" + (standing.words().isEmpty() ? "" : ": ")
                    + standing.words());
        }
        mirror.check(patience);
    }

    @Override
    public Optional<Hold> hold(Duration atMost) throws IOException, InterruptedException {
        Optional<Hold> hold = super.hold(atMost);
        if (hold.isPresent() && situation().state().logs()) {
            try {
                checkMirrored(HELD_PATIENCE);
            } catch (IOException | RuntimeException e) {
                hold.get().close();
                throw e;
            }
        }
        return hold;
    }

    @Override
    public long consistentFrom() throws IOException, InterruptedException {
        checkMirrored(PATIENCE);
        return super.consistentFrom();
    }

    @Override
    public void protect(int epoch) throws IOException {
        mirroring(() -> {
            if (!isProtected() && !mirrored) {
                begin();
            }
            super.protect(epoch);
        });
    }

    @Override
    public void unprotect() throws IOException {
        mirroring(() -> {
            super.unprotect();
            if (mirrored) {
                leave();
            }
        });
    }

    /** The guest may have written while it was fenced. */
    @Override
    public void beginEpoch(int epoch) throws IOException {
        mirroring(() -> {
            super.beginEpoch(epoch);
            if (situation().state().logs() && !mirrored) {
                gap(GapReason.NOT_MIRRORED, "it was failed over", false);
            }
        });
    }

    @Override
    public void resyncBegins() throws IOException {
        mirroring(() -> {
            checkMirrored(PATIENCE);
            super.resyncBegins();
        });
    }

    /** Reads while writes pass, and lays over it what has passed: QEMU, which is read from, may not be kept waiting by its own writes. */
    @Override
    public long copy(List<Extent> ranges, ByteBuffer buffer) throws IOException {
        try (GuestDisk.Follower passed = guest.follow(ranges)) {
            RangeCopies copies = RangeCopies.read(guest, ranges, buffer);
            return copy(() -> {
                passed.settle(buffer);
                return copies;
            });
        }
    }

    @Override
    public void resyncEnds() throws IOException {
        checkMirrored(PATIENCE);
        super.resyncEnds();
    }

    /** The guest goes on without us. */
    @Override
    public void close() throws IOException {
        mirroring(() -> {
            try {
                if (mirrored) {
                    leave();
                }
            } finally {
                try (mirror) {
                    super.close();
                }
            }
        });
    }
}
