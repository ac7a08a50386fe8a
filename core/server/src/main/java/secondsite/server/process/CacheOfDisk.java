package secondsite.server.process;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import secondsite.engine.journal.Journal;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.Intake;
import secondsite.engine.ship.IntakeGate;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.ShippingLoop;
import secondsite.engine.ship.ShippingProgress;
import secondsite.engine.ship.ShippingSettings;
import secondsite.engine.ship.Slice;

/** An open cache: takes slices, ships them on, and releases what the target has. Closed and opened anew after a failure. */
public final class CacheOfDisk implements Closeable {

    /** How long a slice that overtook its predecessor on another connection waits for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What caches share with each other; they may be shipped differently. */
    public record Surroundings(Bandwidth bandwidth, ShippingSettings shipping, InstantSource clock, MonotonicTime time,
            RandomGenerator random) {

        Surroundings shipped(ShippingSettings otherwise) {
            return new Surroundings(bandwidth, otherwise, clock, time, random);
        }
    }

    private final Journal journal;
    private final IntakeGate gate;
    private final ShippingLoop loop;
    private final AtomicLong targetSequence;

    CacheOfDisk(Journal journal, Receiver target, Surroundings with) {
        this.journal = journal;
        // What came before the cache's first record was released because the target has it, or never was here.
        this.targetSequence = new AtomicLong(journal.firstSequence() - 1);
        this.gate = new IntakeGate(new Intake(journal, targetSequence::get), PATIENCE, with.time());
        this.loop = new ShippingLoop(new ShippingLoop.Route(journal, target, with.bandwidth()), with.shipping(),
                with.clock(),
                with.time(), with.random(), this::moved);
        loop.start();
    }

    private void moved(Position position) throws IOException {
        targetSequence.set(position.targetSequence());
        journal.release(position.targetSequence());
    }

    Answer take(Slice slice) throws IOException, InterruptedException {
        Answer answer = gate.take(slice);
        if (answer instanceof Answer.Accepted) {
            loop.wake();
        }
        return answer;
    }

    Position position() {
        return gate.position();
    }

    ShippingProgress progress() {
        return loop.progress();
    }

    long bytes() {
        return journal.bytes();
    }

    boolean failed() {
        return journal.failed();
    }

    long durableSequence() {
        return journal.durableSequence();
    }

    /** Records that the target does not have yet, as far as is known. */
    long recordsLeft() {
        return Math.max(0, journal.lastSequence() - targetSequence.get());
    }

    /** Gives back the active segment too, when the target has all of it, and files that wait to be written over. */
    void makeRoom() throws IOException {
        if (targetSequence.get() >= journal.lastSequence()) {
            journal.seal();
            journal.release(targetSequence.get());
        }
        deleteSpares();
    }

    void deleteSpares() throws IOException {
        journal.deleteSpares();
    }

    @Override
    public void close() throws IOException {
        try {
            loop.close();
        } finally {
            journal.close();
        }
    }
}
