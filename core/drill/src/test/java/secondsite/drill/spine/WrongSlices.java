package secondsite.drill.spine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.zip.CRC32C;
import secondsite.engine.journal.Journal;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Slice;

/** Builds that take something else than what came. */
final class WrongSlices {

    private WrongSlices() {}

    /** Makes checksums fit whatever came. */
    static Build noChecksum() {
        return new Build() {
            @Override
            byte[] received(byte[] body) {
                var bytes = ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN);
                for (int at = 0; at + Batch.HEADER_BYTES <= body.length;) {
                    int length = bytes.getInt(at + 8);
                    if (length < 0 || length > body.length - at - Batch.HEADER_BYTES) {
                        return body;
                    }
                    bytes.putInt(at + 56, sum(bytes.slice(at + Batch.HEADER_BYTES, length)));
                    bytes.putInt(at + 60, sum(bytes.slice(at, 60)));
                    at += Batch.HEADER_BYTES + length;
                }
                return body;
            }
        };
    }

    private static int sum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private interface Edit {
        Slice of(Journal journal, Slice slice) throws IOException;
    }

    /** A target that takes something else than the slice that came. */
    private static Build takes(Edit edit) {
        return new Build() {
            @Override
            Answer take(Journal journal, Slice slice) throws IOException {
                return super.take(journal, edit.of(journal, slice));
            }
        };
    }

    static Build takesTwice() {
        return takes((journal, slice) -> slice.lastSequence() <= journal.lastSequence()
                ? renumbered(slice, journal.lastSequence() + 1)
                : slice);
    }

    static Build takesAfterGap() {
        return takes((journal, slice) -> slice.firstSequence() > journal.lastSequence() + 1
                ? renumbered(slice, journal.lastSequence() + 1)
                : slice);
    }

    private static Slice renumbered(Slice slice, long first) throws IOException {
        var batches = new ArrayList<Batch>();
        long next = first;
        for (Batch batch : slice.batches()) {
            batches.add(renumbered(batch, next));
            next = batches.getLast().lastSequence() + 1;
        }
        return new Slice(slice.disk(), slice.epoch(), batches);
    }

    private static Batch renumbered(Batch batch, long first) throws IOException {
        var records = new ArrayList<SequencedRecord>();
        for (SequencedRecord record : batch.records()) {
            records.add(new SequencedRecord(first + records.size(), record.timeMicros(), record.record()));
        }
        return new BatchPacker(1 << 20, false).pack(batch.diskTag(), batch.epoch(), records);
    }

    static Build resyncWithoutMarks() {
        return takes((_, slice) -> {
            var batches = new ArrayList<Batch>();
            for (Batch batch : slice.batches()) {
                batches.add(withoutMarks(batch));
            }
            return new Slice(slice.disk(), slice.epoch(), batches);
        });
    }

    private static Batch withoutMarks(Batch batch) throws IOException {
        var records = new ArrayList<SequencedRecord>();
        for (SequencedRecord record : batch.records()) {
            boolean resync = record.record() instanceof Record.Mark mark
                    && (mark.kind() == MarkKind.RESYNC_BEGINS || mark.kind() == MarkKind.RESYNC_ENDED);
            records.add(resync
                    ? new SequencedRecord(record.sequence(), record.timeMicros(), new Record.Flush())
                    : record);
        }
        return new BatchPacker(1 << 20, false).pack(batch.diskTag(), batch.epoch(), records);
    }
}
