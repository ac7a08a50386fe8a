package secondsite.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchBuilder;
import secondsite.engine.segment.RecordReader;
import secondsite.engine.segment.SegmentWriter;

/** Writes the segment that replaces successive ones: their batches up to the first keeper, then what the plan leaves
 * up to the last one, then the rest. */
final class ThinnedSegment {

    private static final int BATCH_BYTES = 1 << 20;

    private final SegmentWriter writer;
    private final ThinningPlan plan;
    private final Keepers states;
    private final JournalIdentity identity;
    private final BatchBuilder builder = new BatchBuilder(BATCH_BYTES);
    private int range;

    private ThinnedSegment(SegmentWriter writer, ThinningPlan plan, Keepers states, JournalIdentity identity) {
        this.writer = writer;
        this.plan = plan;
        this.states = states;
        this.identity = identity;
    }

    static void write(List<Segment> segments, List<Long> keepers, ThinningPlan plan, SegmentWriter to,
            JournalIdentity identity) throws IOException {
        Keepers states = new Keepers(keepers, segments.getLast().lastSequence());
        ThinnedSegment thinned = new ThinnedSegment(to, plan, states, identity);
        thinned.begin(segments.getFirst().firstSequence());
        SegmentBatches.forEach(segments, thinned::add);
    }

    private void begin(long sequence) {
        builder.begin(identity.diskTag(), writer.header().epoch(), sequence);
    }

    private void add(Batch batch) throws IOException {
        states.enter(batch);
        if (batch.firstSequence() > states.end()) {
            writer.append(batch, 0);
            return;
        }
        if (batch.firstSequence() <= states.start()) {
            Batch untouched = batch.through(states.start());
            writer.append(untouched, 0);
            begin(untouched.lastSequence() + 1);
        }
        if (batch.lastSequence() > states.start()) {
            thin(batch);
        }
        if (batch.lastSequence() > states.end()) {
            writer.append(batch.from(states.end() + 1), 0);
        }
    }

    private void thin(Batch batch) throws IOException {
        ByteBuffer raw = batch.raw();
        RecordReader records = batch.reader(raw);
        while (records.next()) {
            if (!states.untouched(records.sequence())) {
                add(raw, records);
            }
        }
    }

    private void add(ByteBuffer raw, RecordReader record) throws IOException {
        boolean ends = states.keep(record.sequence());
        if (Arrays.binarySearch(plan.kept(range), record.sequence()) >= 0) {
            builder.add(raw, record);
        }
        if (ends || builder.rawLength() >= BATCH_BYTES) {
            append(!ends);
            range += ends ? 1 : 0;
        }
    }

    private void append(boolean unfinished) throws IOException {
        if (!builder.empty()) {
            Batch batch = plan.thinned(range) ? builder.buildThinned(true, unfinished) : builder.build(true);
            writer.append(batch, 0);
            begin(batch.lastSequence() + 1);
        }
    }
}
