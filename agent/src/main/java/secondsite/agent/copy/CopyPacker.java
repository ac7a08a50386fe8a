package secondsite.agent.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** Makes bodies for the first copy: records into compressed batches, batches into a request's body. For one thread. */
final class CopyPacker {

    private static final int BATCH_BYTES = 1 << 20;
    /** For the headers of a batch's records; with more its buffer grows. */
    private static final int HEADROOM_BYTES = 16 << 10;
    /** A request carries about so much; with one more range it is still below the limit of a body. */
    private static final int BODY_BYTES = 3 << 20;

    /** @param bytes of all batches together */
    record Body(List<Batch> batches, int bytes) {}

    private final JournalIdentity identity;
    private final CopyMeans means;
    private final BatchPacker packer;
    private List<Batch> batches = new ArrayList<>();
    private int bytes;

    CopyPacker(JournalIdentity identity, CopyMeans means) {
        this.identity = identity;
        this.means = means;
        this.packer = new BatchPacker(BATCH_BYTES + HEADROOM_BYTES, means.compress());
    }

    /** Adds records; their data is not needed after that. */
    void add(List<Record> records) throws IOException {
        var some = new ArrayList<SequencedRecord>();
        int raw = 0;
        for (Record record : records) {
            int data = record instanceof Record.Copy copy ? copy.data().remaining() : 0;
            if (raw + data > BATCH_BYTES) {
                pack(some);
                raw = 0;
            }
            some.add(new SequencedRecord(some.size() + 1, micros(), record));
            raw += data;
        }
        pack(some);
    }

    private void pack(List<SequencedRecord> records) throws IOException {
        if (!records.isEmpty()) {
            Batch batch = packer.pack(identity.diskTag(), means.epoch(), records);
            batches.add(batch);
            bytes += batch.bytes().remaining();
            records.clear();
        }
    }

    private long micros() {
        var now = means.clock().instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    boolean bodyIsFull() {
        return bytes >= BODY_BYTES;
    }

    Body takeBody() {
        var body = new Body(batches, bytes);
        batches = new ArrayList<>();
        bytes = 0;
        return body;
    }
}
