package secondsite.engine.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchBuilder;
import secondsite.engine.segment.Limits;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** Gives records their sequences and makes plain batches of them, as few as the limits allow. */
final class RecordBatches {

    private final JournalIdentity identity;
    private final int epoch;
    private final long timeMicros;
    private final BatchBuilder builder;
    private final List<Record> records;
    private final List<Batch> batches = new ArrayList<>();
    private long next;

    RecordBatches(JournalIdentity identity, int epoch, long firstSequence, long timeMicros, List<Record> records) {
        this.identity = identity;
        this.records = records;
        this.builder = new BatchBuilder(expectedBytes(records));
        this.epoch = epoch;
        this.timeMicros = timeMicros;
        this.next = firstSequence;
        builder.begin(identity.diskTag(), epoch, firstSequence);
    }

    private static int expectedBytes(List<Record> records) {
        long bytes = 0;
        for (Record record : records) {
            bytes += BatchBuilder.recordBytes(switch (record) {
                case Record.Write write -> write.data().remaining();
                case Record.Copy copy -> copy.data().remaining();
                case Record.Mark _ -> Limits.MARK_BYTES;
                case Record.Zero _,Record.Trim _,Record.Flush _ -> 0;
            });
        }
        return (int) Math.min(bytes, Limits.BATCH_BYTES);
    }

    List<Batch> make() {
        for (Record record : records) {
            switch (record) {
                case Record.Write write -> split(write.offset(), write.data(),
                        (offset, data) -> new Record.Write(offset, data, write.forceUnitAccess()));
                case Record.Copy copy -> split(copy.offset(), copy.data(), Record.Copy::new);
                case Record.Zero zero -> split(zero.offset(), zero.length(), Record.Zero::new);
                case Record.Trim trim -> split(trim.offset(), trim.length(), Record.Trim::new);
                case Record.Flush flush -> add(flush, 0);
                case Record.Mark mark -> add(mark, Limits.MARK_BYTES);
            }
        }
        finish();
        return batches;
    }

    private interface Part {

        Record of(long offset, ByteBuffer data);
    }

    private interface RangePart {

        Record of(long offset, int length);
    }

    private void split(long offset, ByteBuffer data, Part part) {
        checkRange(offset, data.remaining());
        int done = 0;
        do {
            int length = Math.min(data.remaining() - done, Limits.RECORD_DATA_BYTES);
            add(part.of(offset + done, data.slice(data.position() + done, length)), length);
            done += length;
        } while (done < data.remaining());
    }

    private void split(long offset, int length, RangePart part) {
        checkRange(offset, length);
        int done = 0;
        do {
            int piece = Math.min(length - done, Limits.RANGE_BYTES);
            add(part.of(offset + done, piece), 0);
            done += piece;
        } while (done < length);
    }

    private void checkRange(long offset, long length) {
        if (offset < 0 || length < 0 || offset > identity.diskSize() - length) {
            throw new IndexOutOfBoundsException("record at " + offset + " of " + length
                    + " bytes is outside the disk of " + identity.diskSize() + " bytes");
        }
    }

    private void add(Record record, int dataLength) {
        if (!builder.fits(dataLength)) {
            finish();
            builder.begin(identity.diskTag(), epoch, next);
        }
        builder.add(new SequencedRecord(next, timeMicros, record));
        next++;
    }

    private void finish() {
        if (!builder.empty()) {
            batches.add(builder.build(false));
        }
    }
}
