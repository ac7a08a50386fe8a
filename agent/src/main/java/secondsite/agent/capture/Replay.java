package secondsite.agent.capture;

import java.io.IOException;
import java.util.Optional;
import secondsite.engine.disk.Disk;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** Brings what a journal tells onto a disk, in order. */
final class Replay {

    /** The disk could not take what the journal tells. */
    static final class DiskFailedException extends IOException {

        DiskFailedException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    private final Journal journal;
    private final Disk disk;

    Replay(Journal journal, Disk disk) {
        this.journal = journal;
        this.disk = disk;
    }

    /**
     * Applies all records from this one on.
     *
     * @return how many
     * @throws DiskFailedException when the disk cannot take them
     * @throws secondsite.engine.segment.DamagedException when the journal cannot be read
     */
    long from(long sequence) throws IOException {
        long last = journal.lastSequence();
        if (sequence > last) {
            return 0;
        }
        long applied = 0;
        try (JournalCursor cursor = journal.cursor(sequence)) {
            for (Optional<Batch> batch = cursor.next(last); batch.isPresent(); batch = cursor.next(last)) {
                applied += apply(batch.get(), sequence);
            }
        }
        return applied;
    }

    private long apply(Batch batch, long from) throws IOException {
        long applied = 0;
        for (SequencedRecord record : batch.records()) {
            if (record.sequence() >= from) {
                applyOrFail(record.record());
                applied++;
            }
        }
        return applied;
    }

    private void applyOrFail(Record record) throws IOException {
        try {
            apply(record);
        } catch (IOException e) {
            throw new DiskFailedException(e);
        }
    }

    private void apply(Record record) throws IOException {
        switch (record) {
            case Record.Write write -> disk.write(write.data().duplicate(), write.offset());
            case Record.Copy copy -> disk.write(copy.data().duplicate(), copy.offset());
            case Record.Zero zero -> disk.zero(zero.offset(), zero.length());
            case Record.Trim trim -> disk.trim(trim.offset(), trim.length());
            case Record.Flush _,Record.Mark _ -> {
                // nothing that shows on the disk
            }
        }
    }
}
