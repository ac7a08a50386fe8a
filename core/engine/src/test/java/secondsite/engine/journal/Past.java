package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import secondsite.engine.disk.Writes;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * What a journal must tell: a plain list of what was given to it, from which the disk at any sequence is made by doing all of it
 * again. Knows nothing of segments and batches.
 */
final class Past {

    private final int diskSize;
    private final long first;
    private final List<Record> records = new ArrayList<>();

    Past(int diskSize, long firstSequence) {
        this.diskSize = diskSize;
        this.first = firstSequence;
    }

    long last() {
        return first + records.size() - 1;
    }

    /** Notes a record; its data is copied. */
    void add(Record record) {
        records.add(switch (record) {
            case Record.Write write -> new Record.Write(write.offset(), copy(write.data()), write.forceUnitAccess());
            case Record.Copy copy -> new Record.Copy(copy.offset(), copy(copy.data()));
            default -> record;
        });
    }

    private static ByteBuffer copy(ByteBuffer data) {
        return ByteBuffer.allocate(data.remaining()).put(data.duplicate()).flip();
    }

    void add(Writes writes) {
        for (int i = 0; i < writes.count(); i++) {
            add(new Record.Write(writes.offset(i), writes.payload(i), false));
        }
    }

    /** Forgets what comes after a sequence: it was lost, as it may. */
    void cut(long last) {
        records.subList((int) (last - first + 1), records.size()).clear();
    }

    Record at(long sequence) {
        return records.get((int) (sequence - first));
    }

    /** The disk at a sequence, over a disk of zeros. */
    byte[] disk(long sequence) {
        byte[] disk = new byte[diskSize];
        for (long s = first; s <= sequence; s++) {
            switch (at(s)) {
                case Record.Write write -> put(disk, write.offset(), write.data());
                case Record.Copy copy -> put(disk, copy.offset(), copy.data());
                case Record.Zero zero -> put(disk, zero.offset(), ByteBuffer.allocate(zero.length()));
                case Record.Trim trim -> put(disk, trim.offset(), ByteBuffer.allocate(trim.length()));
                case Record.Flush flush -> {
                }
                case Record.Mark mark -> {
                }
            }
        }
        return disk;
    }

    private static void put(byte[] disk, long offset, ByteBuffer data) {
        data.get(data.position(), disk, (int) offset, data.remaining());
    }

    /** A journal gives back each record from its first sequence to its last, in order. Only where nothing was thinned. */
    void assertRecordsOf(Journal journal) throws IOException {
        long next = journal.firstSequence();
        try (JournalCursor cursor = journal.cursor(next)) {
            for (Optional<Batch> batch = cursor.next(Long.MAX_VALUE); batch.isPresent(); batch = cursor
                    .next(Long.MAX_VALUE)) {
                for (SequencedRecord record : batch.get().records()) {
                    assertThat(record.sequence()).isEqualTo(next);
                    assertThat(record.record()).as("record %d", next).isEqualTo(at(next));
                    next++;
                }
            }
        }
        assertThat(next).isEqualTo(journal.lastSequence() + 1);
    }

    /** A journal's view of a sequence, over the disk as it was before the journal's first record. */
    void assertDiskOf(Journal journal, long sequence) throws IOException {
        byte[] disk = disk(journal.firstSequence() - 1);
        try (JournalView view = journal.view(sequence)) {
            read(view, disk);
        }
        assertThat(disk).as("disk at %d", sequence).isEqualTo(disk(sequence));
    }

    private void read(JournalView view, byte[] disk) throws IOException {
        long at = 0;
        for (JournalView.Piece piece : view.pieces(0, diskSize)) {
            assertThat(piece.offset()).isEqualTo(at);
            at += piece.length();
            ByteBuffer to = ByteBuffer.wrap(disk, (int) piece.offset(), (int) piece.length());
            switch (piece.source()) {
                case DATA -> view.read(piece, 0, to);
                case ZERO -> to.put(new byte[to.remaining()]);
                case BEFORE -> {
                }
            }
        }
        assertThat(at).isEqualTo(diskSize);
    }
}
