package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import secondsite.engine.journal.Journal;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.SequencedRecord;

/**
 * Moves the base image forward over the journal, in steps. A step: the state says up to where it goes, the intent says what leaves changed in
 * part will be, then the base is written and forced, then the state says that the base is there. A crash anywhere leaves a step that is
 * done again as a whole. Whoever calls has durably given up all sequences before the one the base moves to. For one thread.
 */
final class BaseMover {

    private final BaseImage base;
    private final Journal journal;
    private final StateFile state;
    private final IntentFile intent;

    BaseMover(BaseImage base, Journal journal, StateFile state, IntentFile intent) {
        this.base = base;
        this.journal = journal;
        this.state = state;
        this.intent = intent;
    }

    /** Does again a step that a crash or an error left half done. */
    void resume() throws IOException {
        long through = state.current().applying();
        if (through == state.current().base()) {
            return;
        }
        Map<Long, ByteBuffer> expected = intent.read(through);
        var step = new Step(base, expected);
        fill(step, through, false);
        if (expected.isEmpty()) {
            intend(step.partial(), through);
        } else {
            step.partial();
        }
        write(step, through);
    }

    /** The base holds everything up to this record on return. */
    void moveTo(long through) throws IOException {
        resume();
        while (state.current().base() < through) {
            var step = new Step(base, Map.of());
            long last = fill(step, through, true);
            Map<Long, ByteBuffer> partial = step.partial();
            state.update(now -> now.withBase(now.base(), last));
            intend(partial, last);
            write(step, last);
        }
    }

    private void intend(Map<Long, ByteBuffer> partial, long through) throws IOException {
        if (!partial.isEmpty()) {
            intent.write(through, partial);
        }
    }

    private void write(Step step, long through) throws IOException {
        step.write();
        base.force();
        state.update(now -> now.withBase(through, through));
        intent.forget();
    }

    /** @return the last record that went into the step */
    private long fill(Step step, long through, boolean untilFull) throws IOException {
        long done = state.current().base();
        try (var cursor = journal.cursor(done + 1)) {
            while (done < through && !(untilFull && step.full())) {
                Batch batch = cursor.next(Long.MAX_VALUE).orElseThrow(() -> new IOException(
                        "the journal ends before sequence " + through + ", to which the base is to be moved"));
                done = add(step, batch, done, through, untilFull);
            }
        }
        return done;
    }

    private static long add(Step step, Batch batch, long after, long through, boolean untilFull) throws IOException {
        long done = after;
        for (SequencedRecord each : batch.records()) {
            if (each.sequence() <= after) {
                continue;
            }
            if (each.sequence() > through) {
                return through;
            }
            if (untilFull && step.full()) {
                return done;
            }
            step.add(each.record());
            done = each.sequence();
        }
        return Math.min(batch.lastSequence(), through);
    }
}
