package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.mirror.GuestDisk;
import secondsite.agent.mirror.Mirror;
import secondsite.agent.mirror.MirrorEndedException;
import secondsite.engine.disk.Extent;
import secondsite.engine.segment.Record;

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
    /** Of a range, until none of its writes was under way. */
    private static final int MOST_READS = 10;
    /** Between two questions whether the job goes on; that QEMU hung up is seen at once. */
    private static final int CHECK_LOOKS = 4;
    /** Between two looks at the guest's device, which seldom changes. */
    private static final int DEVICE_LOOKS = 20;
    /** Between two looks at how much would have to be compared if we died. */
    private static final int COVER_LOOKS = 600;
    /** That is little enough: to have less, the guest would have to wait for a moment. */
    private static final long COVER_BYTES = 64L << 20;

    private final GuestDisk guest;
    private final Mirror mirror;
    private final CoverFile cover;
    private final ReentrantLock mirroring = new ReentrantLock();
    private volatile boolean mirrored;
    /** What the last question came to. */
    private volatile MirrorStanding standing = MirrorStanding.FINE;
    /** The same of the last one about its device. */
    private volatile MirrorStanding device = MirrorStanding.FINE;
    private int looks;

    MirrorCapture(SplitParts parts, GuestDisk guest, Mirror mirror, CoverFile cover) {
        super(parts);
        this.guest = guest;
        this.mirror = mirror;
        this.cover = cover;
    }

    /** How the guest's disk is. */
    public MirrorStanding standing() {
        return standing.hindrance() == MirrorStanding.Hindrance.NONE ? device : standing;
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
                return;
            }
            if (mirrored) {
                leave();
            }
            allIsWell();
        } catch (IOException e) {
            standing = MirrorStanding.of(e);
        } finally {
            mirroring.unlock();
        }
    }

    private void allIsWell() {
        standing = MirrorStanding.FINE;
        device = MirrorStanding.FINE;
    }

    private void follow() throws IOException {
        looks++;
        if (mirrored && (looks % CHECK_LOOKS == 0 || !mirror.isTaken())) {
            check();
        }
        if (!mirrored) {
            begin(this::toCompare);
            allIsWell();
        } else if (looks % COVER_LOOKS == 0 && mirror.covered(cover.current().orElseThrow()) > COVER_BYTES) {
            renew();
        } else if (looks % DEVICE_LOOKS == 0) {
            lookAtDevice();
        }
    }

    private void check() throws IOException {
        try {
            mirror.check(PATIENCE);
            standing = MirrorStanding.FINE;
        } catch (MirrorEndedException e) {
            ended(e);
        }
    }

    private void lookAtDevice() {
        try {
            mirror.look(PATIENCE);
            device = MirrorStanding.FINE;
        } catch (IOException e) {
            device = MirrorStanding.of(e);
        }
    }

    private interface Heeding {
        void written(Optional<List<Extent>> written) throws IOException;
    }

    /** It is not called mirrored before all is remembered that has to be compared, and what covers it from now on. */
    private void begin(Heeding heeding) throws IOException {
        Mirror.Begun begun = mirror.begin(served(), cover.current());
        try {
            heeding.written(begun.written());
            cover.save(begun.cover());
            mirror.keepOnly(begun.cover());
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, mirror::end);
            throw e;
        }
        mirrored = true;
    }

    private void toCompare(Optional<List<Extent>> written) throws IOException {
        if (written.isPresent()) {
            differs(written.get());
        } else {
            gap(GapReason.NOT_MIRRORED, "it was not mirrored for a while", true);
        }
    }

    /** What has been brought need not be compared if it ends. */
    void renew() throws IOException {
        mirroring(() -> {
            UUID fresh = mirror.renew();
            cover.save(fresh);
            mirror.keepOnly(fresh);
        });
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
            throw new IOException("the guest's disk is not mirrored" + (standing().words().isEmpty() ? "" : ": ")
                    + standing().words());
        }
        mirror.check(patience);
    }

    @Override
    public Optional<Hold> hold(Duration atMost) throws IOException, InterruptedException {
        if (!mirror.beginHold(atMost)) {
            return Optional.empty();
        }
        Optional<Hold> hold = Optional.empty();
        try {
            hold = super.hold(atMost);
            return hold.map(held -> () -> {
                held.close();
                mirror.endHold();
            });
        } finally {
            if (hold.isEmpty()) {
                mirror.endHold();
            }
        }
    }

    /** That it is mirrored is asked when all disks of a point are held: what the guest was told of until then is in all of them. */
    @Override
    public long mark(Record.Mark mark) throws IOException {
        checkMarkable();
        checkMirrored(HELD_PATIENCE);
        return super.mark(mark);
    }

    /**
     * Reads while writes pass. What QEMU had made by then and not brought has come when all writes under way have ended; if none of it lies in the
     * range, what was read is what was logged.
     */
    @Override
    public long readAfterRecord(Extent range, ByteBuffer into, Duration atMost)
            throws IOException, InterruptedException {
        ByteBuffer read = into.slice();
        for (int tried = 0; tried < MOST_READS; tried++) {
            try (GuestDisk.Follower passed = guest.follow(List.of(range))) {
                guest.read(read.clear(), range.offset());
                long last = settled(passed, read.clear());
                mirror.awaitWrites();
                if (isQuiet(passed)) {
                    checkMirrored(PATIENCE);
                    into.position(into.limit());
                    return last;
                }
            }
        }
        throw new IOException("the disk is busy: " + range);
    }

    private long settled(GuestDisk.Follower passed, ByteBuffer read) throws IOException {
        lock.lock();
        try {
            passed.settle(read);
            return spool().lastSequence();
        } finally {
            lock.unlock();
        }
    }

    private boolean isQuiet(GuestDisk.Follower passed) {
        lock.lock();
        try {
            return passed.isSettled();
        } finally {
            lock.unlock();
        }
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
                // Of what was written before, nothing was told yet.
                begin(_ -> {
                });
            }
            super.protect(epoch);
        });
    }

    @Override
    public void unprotect() throws IOException {
        mirroring(() -> {
            super.unprotect();
            cover.forget();
            if (mirrored) {
                leave();
                mirror.keepOnly(null);
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

    /** Only what is written from about now on is to be compared when it is mirrored again. */
    private void last() throws IOException {
        try {
            renew();
        } catch (IOException _) {
            // then it is more
        }
        leave();
    }

    /** The guest goes on without us. */
    @Override
    public void close() throws IOException {
        mirroring(() -> {
            try {
                if (mirrored) {
                    last();
                }
            } finally {
                try (cover; mirror) {
                    super.close();
                }
            }
        });
    }
}
