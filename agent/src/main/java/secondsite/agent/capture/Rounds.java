package secondsite.agent.capture;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.tracking.Stillness;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** Tells what was written to a disk: in rounds while it is written, and the rest while nobody writes, which ends in a point. */
final class Rounds {

    private static final Duration HOLD_LIMIT = Duration.ofSeconds(5);

    private final ReentrantLock lock;
    private final Stillness stillness;
    private final Spool spool;
    private final RoundLog log;
    private final Reading reading;
    private volatile Optional<String> lost = Optional.empty();
    private volatile long consistentNanos = System.nanoTime();
    /** While writes are held. */
    private Finale finale;
    private long deadline;

    Rounds(Followed.Means means, Reading reading) {
        this.lock = means.lock();
        this.stillness = means.stillness();
        this.spool = means.spool();
        this.log = means.log();
        this.reading = reading;
    }

    /** How old the newest state of the disk is that was told whole. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - consistentNanos);
    }

    void approach() throws IOException, InterruptedException {
        if (log.logs()) {
            reading.approach();
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
            reading.trouble(e);
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
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
            reading.still(finale, until);
            return true;
        } catch (IOException | InterruptedException | RuntimeException e) {
            reading.giveBack(finale);
            finale = null;
            throw e;
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

    private void thaw() {
        try {
            stillness.thaw();
        } catch (IOException e) {
            reading.trouble(e);
        }
    }

    private void tell(Finale told) {
        if (!told.isToBeTold() || !log.logs()) {
            reading.giveBack(told);
            return;
        }
        try {
            told.tell(log);
            consistentNanos = System.nanoTime();
        } catch (IOException | RuntimeException e) {
            reading.giveBack(told);
            lost = Optional.of(String.valueOf(e.getMessage()));
            return;
        }
        try {
            reading.told(told);
        } catch (IOException e) {
            reading.trouble(e);
        }
    }

    private void end() {
        try {
            stillness.end();
        } catch (IOException e) {
            reading.trouble(e);
        }
    }

    /** While writes are held: whether what was read is still all that was written. */
    void checkStill() throws IOException {
        if (lock.isHeldByCurrentThread() && finale != null) {
            reading.checkStill(finale, deadline);
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
