package secondsite.engine.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes batches for the journey: many small batches of a spool become one of up to {@code targetBytes} raw payload, compressed with
 * LZ4 where that makes it shorter. Reuses its buffers; for one thread.
 */
public final class BatchPacker {

    private final int targetBytes;
    private final boolean compress;
    private final BatchBuilder builder;
    private Batch newest;

    /** @param targetBytes raw payload at which a batch is full; at most {@link Limits#BATCH_BYTES} */
    public BatchPacker(int targetBytes, boolean compress) {
        if (targetBytes <= 0 || targetBytes > Limits.BATCH_BYTES) {
            throw new IllegalArgumentException("batches of " + targetBytes + " bytes");
        }
        this.targetBytes = targetBytes;
        this.compress = compress;
        this.builder = new BatchBuilder(targetBytes);
    }

    /** Packs successive batches of one disk and epoch into fewer. Their records, sequences and times stay the same. */
    public List<Batch> pack(List<Batch> batches) throws IOException {
        List<Batch> packed = new ArrayList<>();
        newest = null;
        for (Batch batch : batches) {
            if (newest != null && !joins(batch)) {
                finish(packed);
            }
            if (batch.thinned() || batch.compressed()) {
                packed.add(batch);
            } else {
                add(batch);
            }
        }
        finish(packed);
        return packed;
    }

    private boolean joins(Batch batch) {
        return !batch.thinned() && !batch.compressed() && batch.epoch() == newest.epoch()
                && batch.diskTag() == newest.diskTag() && batch.firstSequence() == newest.lastSequence() + 1
                && builder.rawLength() + batch.rawLength() <= targetBytes
                && builder.records() + batch.recordCount() <= Limits.BATCH_RECORDS;
    }

    private void add(Batch batch) throws IOException {
        if (newest == null) {
            builder.begin(batch.diskTag(), batch.epoch(), batch.firstSequence());
        }
        newest = batch;
        ByteBuffer raw = batch.raw();
        RecordReader reader = batch.reader(raw);
        while (reader.next()) {
            builder.add(raw, reader);
        }
    }

    private void finish(List<Batch> packed) {
        if (newest != null) {
            packed.add(builder.build(compress));
        }
        newest = null;
    }

    /** One batch of records, for those who make records without a journal: the first copy, tests. Sequences are given. */
    public Batch pack(long diskTag, int epoch, List<SequencedRecord> records) throws IOException {
        builder.begin(diskTag, epoch, records.getFirst().sequence());
        records.forEach(builder::add);
        return builder.build(compress);
    }
}
