package secondsite.server.target.past;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.DiskContract;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.server.target.Replica;

/** A past disk of which a part comes from the base, a part from the journal, a part from both, and that has changed since. */
class PastDiskTest extends DiskContract {

    private static final UUID ID = new UUID(5, 6);

    private final BatchPacker packer = new BatchPacker(1 << 20, true);

    @Override
    protected Disk disk(byte[] contents) throws IOException {
        Replica replica = Replica.create(SimulatedFolder.named("replica"),
                new Replica.NewReplica(ID, contents.length, "machine", "disk", 1, 1), 3, new JournalSettings(64 << 10),
                () -> Instant.EPOCH);
        List<Record> shipped = new ArrayList<>();
        byte[] copied = contents.clone();
        ruinAndMend(copied, contents, shipped);
        for (int at = 0; at < copied.length; at += 1 << 16) {
            replica.copy(batch(1, new Record.Copy(at, part(copied, at, 1 << 16))));
        }
        shipped.add(new Record.Flush());
        for (Record record : shipped) {
            append(replica, record);
        }
        replica.finishCopy(shipped.size());
        append(replica, new Record.Zero(0, contents.length));
        replica.journal().force();
        return replica.past(shipped.size());
    }

    /** Makes ranges of the copy differ, and the records that make up for it; by data or, where the disk is zeros, by zeros. */
    private static void ruinAndMend(byte[] copied, byte[] contents, List<Record> shipped) {
        var random = new Random(1);
        for (int i = 0; i < 40; i++) {
            int at = random.nextInt(contents.length);
            int length = Math.min(1 + random.nextInt(20_000), contents.length - at);
            boolean zeros = part(contents, at, length).mismatch(ByteBuffer.allocate(length)) < 0;
            for (int j = at; j < at + length; j++) {
                copied[j] = (byte) random.nextInt();
            }
            shipped.add(zeros ? new Record.Trim(at, length) : new Record.Write(at, part(contents, at, length), false));
        }
    }

    private void append(Replica replica, Record record) throws IOException {
        replica.journal().append(batch(replica.journal().lastSequence() + 1, record));
    }

    private secondsite.engine.segment.Batch batch(long sequence, Record record) throws IOException {
        return packer.pack(ID.getMostSignificantBits(), 1,
                List.of(new SequencedRecord(sequence, sequence * 1000, record)));
    }

    private static ByteBuffer part(byte[] of, int at, int length) {
        return ByteBuffer.wrap(of, at, Math.min(length, of.length - at)).slice();
    }
}
