package secondsite.agent.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.tracking.RoundLaw;
import secondsite.agent.tracking.Stillness;
import secondsite.agent.tracking.TrackedWrites;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/**
 * Reads what was written to a tracked disk and tells it: in rounds while the disk is written, and once more, to the end, while its file systems are
 * frozen.
 */
final class TrackedRounds {

    private static final Duration HOLD_LIMIT = Duration.ofSeconds(5);
    private static final int STEP_BYTES = 1 << 20;
    private static final int PIECE_BYTES = 256 << 10;
    /** The most that is read while the file systems are frozen, in memory until it is told. */
    private static final long FINALE_BYTES = 64L << 20;

    private final ReentrantLock lock;
    private final TellingLock telling;
    private final Stillness stillness;
    private final Disk disk;
    private final TrackedWrites writes;
    private final Spool spool;
    private final TrackedLog log;
    private final TrackedWatch watch;
    private final ByteBuffer buffer = ByteBuffer.allocate(STEP_BYTES);
    private volatile Optional<String> lost = Optional.empty();
    private volatile long consistentNanos = System.nanoTime();
    /** While writes are held. */
    private Finale finale;
    private long deadline;

    TrackedRounds(ReentrantLock lock, Stillness stillness, TrackedCapture.Opened opened, TrackedLog log,
            TrackedWatch watch) {
        this.lock = lock;
        this.telling = new TellingLock(lock, stillness);
        this.stillness = stillness;
        this.disk = opened.device().disk();
        this.writes = opened.writes();
        this.spool = opened.spool();
        this.log = log;
        this.watch = watch;
    }

    /** How old the newest state of the disk is that was told whole. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - consistentNanos);
    }

    /** What was written and not read. */
    private record Left(long bytes, long ranges) {}

    /** Rounds until what is left can be read in a moment. */
    void approach() throws IOException, InterruptedException {
        if (!log.logs()) {
            return;
        }
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

    /** Rounds, and a freeze, to a point of this disk alone; durable on return. @return its sequence */
    long toPoint() throws IOException, InterruptedException {
        approach();
        long sequence;
        try (Hold _ = hold(HOLD_LIMIT).orElseThrow(() -> new IOException("disk " + log.disk() + " is busy"))) {
            checkStill();
            sequence = mark(new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
        }
        checkTold();
        log.force();
        return sequence;
    }

    /** The same for the last time. @return whether it was made, and may be all that the disk holds */
    boolean last() {
        try {
            toPoint();
            return true;
        } catch (IOException e) {
            watch.trouble(e);
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Left left() throws IOException {
        return telling.with(() -> {
            watch.drain();
            checkRoom();
            return new Left(writes.map().bytes(), writes.map().ranges());
        });
    }

    /** A round that the spool has no room for waits for it in the map; nothing has to be compared for that. */
    private void checkRoom() throws IOException {
        SpoolLevel level = spool.level();
        long wanted = level.bytes() + writes.map().bytes();
        if (wanted > level.limitBytes() - level.limitBytes() / 8) {
            throw new SpoolFullException(spool.place() + " has no room yet for "
                    + (writes.map().bytes() >> 20) + " MiB that were written; no point can be made now");
        }
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
        if (!log.logs()) {
            throw new IOException("disk " + log.disk() + ": " + log.situation().reason().words());
        }
        watch.drain();
        List<Extent> some = writes.map().take(STEP_BYTES, PIECE_BYTES);
        try {
            if (!some.isEmpty()) {
                RangeCopies copies = RangeCopies.read(disk, some, buffer.clear());
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

    Optional<Hold> hold(Duration atMost) throws IOException, InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        if (!stillness.begin(atMost)) {
            return Optional.empty();
        }
        boolean begun = false;
        try {
            begun = lock.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS) && still(until);
            return begun ? Optional.of(this::release) : Optional.empty();
        } finally {
            if (!begun) {
                if (lock.isHeldByCurrentThread()) {
                    lock.unlock();
                }
                stillness.end();
            }
        }
    }

    private boolean still(long until) throws IOException, InterruptedException {
        if (!log.logs()) {
            return true;
        }
        deadline = until;
        finale = new Finale();
        try {
            stillness.freeze();
            readAll();
            return true;
        } catch (IOException | InterruptedException | RuntimeException e) {
            giveBack(finale.ranges());
            finale = null;
            throw e;
        }
    }

    /** Until nothing more had been written when the last read ended: then what was read is what the disk holds. */
    private void readAll() throws IOException {
        for (drainStill(); !writes.map().isEmpty(); drainStill()) {
            if (finale.bytes() + writes.map().bytes() > FINALE_BYTES || System.nanoTime() > deadline) {
                throw new IOException(
                        "disk " + log.disk() + " is written past its file systems, or faster than it can be"
                                + " read; no point can be made now");
            }
            finale.read(disk, writes.map().take(FINALE_BYTES, PIECE_BYTES));
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

    /** Thaws, and then tells what was read. */
    private void release() {
        Finale told = finale;
        finale = null;
        try {
            thaw();
            if (told != null) {
                tell(told);
            }
        } finally {
            lock.unlock();
            end();
        }
    }

    private void tell(Finale told) {
        if (!told.isToBeTold() || !log.logs()) {
            giveBack(told.ranges());
            return;
        }
        try {
            told.tell(log);
            consistentNanos = System.nanoTime();
        } catch (IOException | RuntimeException e) {
            giveBack(told.ranges());
            lost = Optional.of(String.valueOf(e.getMessage()));
        }
        try {
            writes.save();
        } catch (IOException e) {
            watch.trouble(e);
        }
    }

    private void end() {
        try {
            stillness.end();
        } catch (IOException e) {
            watch.trouble(e);
        }
    }

    /** While writes are held: whether what was read is still all that was written. */
    void checkStill() throws IOException {
        if (lock.isHeldByCurrentThread() && finale != null) {
            if (!finale.isToBeTold()) {
                readAll();
            }
            stillness.check();
        }
    }

    /** @return its sequence, once writes pass again @throws IOException when nothing is told of the disk now */
    long mark(Record.Mark mark) throws IOException {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("a mark while writes pass");
        }
        if (finale == null) {
            throw new IOException("no point can be made of disk " + log.disk() + ": "
                    + log.situation().reason().words());
        }
        return spool.lastSequence() + log.framing(!finale.isEmpty()) + finale.mark(mark);
    }

    /** What is read while writes are held is told, and ends a round, with or without a mark. */
    void ends() {
        finale.ends();
    }

    /** @throws IOException when what was marked last could not be told, so that there is no such point */
    void checkTold() throws IOException {
        Optional<String> why = lost;
        lost = Optional.empty();
        if (why.isPresent()) {
            throw new IOException("the mark was not placed: " + why.get());
        }
    }
}
