package secondsite.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.ExtentMap;
import secondsite.engine.segment.IndexedExtent;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.RecordReader;

/**
 * Finds out which records of successive segments must stay so that the kept states can be told: in each range between two kept states,
 * those whose data can still be seen at its end, its last record, and the marks that tell of a resync.
 */
final class ThinningPlan {

    private final ExtentMap visible = new ExtentMap();
    private final TreeSet<Long> needed = new TreeSet<>();
    private final List<long[]> kept = new ArrayList<>();
    private final BitSet thinned = new BitSet();
    private boolean thinnedBefore;
    private long inRange;
    private long all;
    private long dropped;

    private ThinningPlan() {}

    static ThinningPlan of(List<Segment> segments, List<Long> keepers) throws IOException {
        ThinningPlan plan = new ThinningPlan();
        Keepers states = new Keepers(keepers, segments.getLast().lastSequence());
        SegmentBatches.forEach(segments, batch -> plan.add(batch, states));
        return plan;
    }

    private void add(Batch batch, Keepers states) throws IOException {
        states.enter(batch);
        ByteBuffer raw = batch.raw();
        RecordReader records = batch.reader(raw);
        while (records.next()) {
            all++;
            if (!states.untouched(records.sequence())) {
                thinnedBefore |= batch.thinned();
                add(records);
                if (states.keep(records.sequence())) {
                    endRange(records.sequence());
                }
            }
        }
    }

    private void add(RecordReader record) throws IOException {
        inRange++;
        if (record.content() != null) {
            visible.put(
                    new IndexedExtent(record.offset(), record.length(), record.content(), 0, 0, record.sequence()));
        } else if (record.mark() && tellsOfResync((Record.Mark) record.record().record())) {
            needed.add(record.sequence());
        }
    }

    private static boolean tellsOfResync(Record.Mark mark) {
        return mark.kind() == MarkKind.RESYNC_BEGINS || mark.kind() == MarkKind.RESYNC_ENDED;
    }

    private void endRange(long sequence) {
        needed.add(sequence);
        visible.all().forEach(extent -> needed.add(extent.batchSequence()));
        dropped += inRange - needed.size();
        thinned.set(kept.size(), thinnedBefore || needed.size() < inRange);
        kept.add(needed.stream().mapToLong(Long::longValue).toArray());
        visible.clear();
        needed.clear();
        thinnedBefore = false;
        inRange = 0;
    }

    /** Whether anything can be left out. */
    boolean dropsAny() {
        return dropped > 0;
    }

    /** Whether so much can be left out that it is worth writing the rest anew: an eighth of the records. */
    boolean worthIt() {
        return dropped > 0 && dropped >= all / 8;
    }

    /** The sequences that stay of the n-th range, ascending. */
    long[] kept(int range) {
        return kept.get(range);
    }

    /** Whether records are missing from the n-th range. */
    boolean thinned(int range) {
        return thinned.get(range);
    }
}
