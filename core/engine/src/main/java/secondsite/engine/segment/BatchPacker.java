package secondsite.engine.segment;

import java.io.IOException;
import java.util.List;

/**
 * Makes batches for the journey: many small batches of a spool become one of up to {@code targetBytes} raw payload, compressed with
 * LZ4 where that makes it shorter. Reuses its buffers; for one thread.
 */
public final class BatchPacker {

    public BatchPacker(int targetBytes, boolean compress) {}

    /** Packs successive batches of one disk and epoch into fewer. Their records, sequences and times stay the same. */
    public List<Batch> pack(List<Batch> batches) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    /** One batch of records, for those who make records without a journal: the first copy, tests. Sequences are given. */
    public Batch pack(long diskTag, int epoch, List<SequencedRecord> records) throws IOException {
        throw new UnsupportedOperationException("being built");
    }
}
