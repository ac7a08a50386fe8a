package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import secondsite.agent.tracking.Reads;
import secondsite.agent.tracking.RoundLaw;
import secondsite.agent.tracking.Stillness;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.agent.tracking.TrackedWrites;
import secondsite.agent.tracking.WriteMap;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;

/**
 * Reads what the kernel told of as written: in rounds while the disk is written, each smaller than the one before, and to the end while its file
 * systems are frozen.
 */
final class TrackedReading implements Reading {

    private static final int STEP_BYTES = 1 << 20;
    private static final int PIECE_BYTES = 256 << 10;
    /** The most that is read while the file systems are frozen, in memory until it is told. */
    private static final long FINALE_BYTES = 64L << 20;
    private static final long SUSPECTED_AT_ONCE = 64L << 20;

    private final TellingLock telling;
    private final Stillness stillness;
    private final Disk disk;
    private final Reads reads;
    private final TrackedWrites writes;
    private final Spool spool;
    private final RoundLog log;
    private final TrackedWatch watch;
    private final ByteBuffer buffer = ByteBuffer.allocate(STEP_BYTES);

    TrackedReading(TrackedDevice device, TrackedWrites writes, Followed.Means means) {
        this.telling = new TellingLock(means.lock(), means.stillness());
        this.stillness = means.stillness();
        this.disk = device.disk();
        this.reads = device.reads();
        this.writes = writes;
        this.spool = means.spool();
        this.log = means.log();
        this.watch = new TrackedWatch(device, writes, log);
    }

    @Override
    public Disk disk() {
        return disk;
    }

    /** What is written after it was read is told of. */
    @Override
    public Disk replicated() {
        return disk;
    }

    @Override
    public TrackedDevice.Standing standing() {
        return watch.standing();
    }

    @Override
    public Optional<String> problem() {
        return watch.problem();
    }

    @Override
    public void trouble(IOException e) {
        watch.trouble(e);
    }

    @Override
    public long writtenBytes() {
        return writes.writtenBytes();
    }

    @Override
    public void look() {
        watch.look();
    }

    @Override
    public void lastLook() {
        watch.lastLook();
    }

    @Override
    public void begin() throws IOException {
        watch.begin();
    }

    @Override
    public void end() throws IOException {
        writes.end();
    }

    @Override
    public void comparisonBegins() throws IOException {
        watch.checkRunning();
        watch.drain();
        WriteMap map = writes.map();
        while (!map.isEmpty()) {
            log.suspect(map.take(SUSPECTED_AT_ONCE, SUSPECTED_AT_ONCE));
        }
    }

    @Override
    public boolean isQuiet() throws IOException {
        return watch.isQuiet();
    }

    @Override
    public void checkReadable(CopyStage copy) {
        // at any time
    }

    /** What was written and not read. */
    private record Left(long bytes, long ranges) {}

    @Override
    public void approach() throws IOException, InterruptedException {
        var law = new RoundLaw(stillness.limit());
        stillness.settle();
        Left left = left();
        while (true) {
            switch (law.next(left.bytes(), left.ranges())) {
                case FREEZE -> {
                    return;
                }
                case GIVE_UP -> throw new IOException("disk " + log.disk() + " is written faster than it can be read: "
                        + (left.bytes() >> 20) + " MiB are left; no point can be made now");
                case READ -> {
                    long begin = System.nanoTime();
                    round(left.bytes());
                    law.read(left.bytes(), left.ranges(), System.nanoTime() - begin);
                    stillness.settle();
                    left = left();
                }
            }
        }
    }

    private Left left() throws IOException {
        return telling.with(() -> {
            hear();
            spool.checkRoom(writes.map().bytes());
            return new Left(writes.map().bytes(), writes.map().ranges());
        });
    }

    /** A process that was killed between what it heard and what it kept of it has missed something, for the next one. */
    private void hear() throws IOException {
        watch.drain();
        writes.save();
    }

    private void round(long bytes) throws IOException, InterruptedException {
        for (long left = bytes; left > 0; left -= STEP_BYTES) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (!telling.with(this::step)) {
                return;
            }
        }
    }

    /** Reads and tells some of what was written. @return false when nothing is left */
    private boolean step() throws IOException {
        log.checkLogs();
        hear();
        List<Extent> some = writes.map().take(STEP_BYTES, PIECE_BYTES);
        try {
            if (!some.isEmpty()) {
                RangeCopies copies = RangeCopies.readTogether(reads, some, buffer.clear());
                log.copies(copies.records(), copies.bytes());
            }
        } catch (IOException | RuntimeException e) {
            giveBack(some);
            throw e;
        }
        writes.save();
        return !writes.map().isEmpty();
    }

    private void giveBack(List<Extent> ranges) {
        ranges.forEach(range -> writes.map().set(range.offset(), range.length()));
    }

    @Override
    public void still(Finale rest, long deadline) throws IOException, InterruptedException {
        stillness.freeze();
        readAll(rest, deadline);
    }

    /** Until nothing more had been written when the last read ended: then what was read is what the disk holds. */
    private void readAll(Finale rest, long deadline) throws IOException {
        for (drainStill(); !writes.map().isEmpty(); drainStill()) {
            if (rest.bytes() + writes.map().bytes() > FINALE_BYTES || System.nanoTime() > deadline) {
                throw new IOException(
                        "disk " + log.disk() + " is written past its file systems, or faster than it can be"
                                + " read; no point can be made now");
            }
            rest.read(reads, writes.map().take(FINALE_BYTES, PIECE_BYTES));
        }
    }

    /** That something was missed can only be written down when nothing is frozen. */
    private void drainStill() throws IOException {
        try {
            writes.drain();
        } catch (IOException e) {
            thaw();
            watch.missed(e);
            throw e;
        }
    }

    private void thaw() {
        try {
            stillness.thaw();
        } catch (IOException e) {
            watch.trouble(e);
        }
    }

    @Override
    public void checkStill(Finale rest, long deadline) throws IOException {
        watch.checkLeftOut();
        if (!rest.isToBeTold()) {
            readAll(rest, deadline);
        }
        stillness.check();
    }

    @Override
    public void giveBack(Finale rest) {
        giveBack(rest.ranges());
    }

    @Override
    public void told(Finale rest) throws IOException {
        writes.save();
    }
}
