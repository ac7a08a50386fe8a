package secondsite.engine.ship;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.segment.Batch;

/** Reads batches of one epoch, as many as fit into a slice, from anywhere in a journal. Reads on where it was if that is asked for. */
final class SliceReader implements Closeable {

    private final Journal journal;
    private JournalCursor cursor;
    private Optional<Batch> left = Optional.empty();
    private long position;

    SliceReader(Journal journal) {
        this.journal = journal;
    }

    /**
     * Batches from the one that holds this sequence on; empty when there is none yet.
     *
     * @param limitBytes how much they may take together; a first batch larger than that is read all the same
     */
    List<Batch> read(long fromSequence, long throughSequence, int limitBytes) throws IOException {
        seek(fromSequence);
        var batches = new ArrayList<Batch>();
        int bytes = 0;
        for (Optional<Batch> next = peek(throughSequence); next.isPresent(); next = peek(throughSequence)) {
            Batch batch = next.get();
            bytes += batch.bytes().remaining();
            if (!batches.isEmpty() && (bytes > limitBytes || batch.epoch() != batches.getFirst().epoch())) {
                break;
            }
            batches.add(batch);
            left = Optional.empty();
            position = batch.lastSequence() + 1;
        }
        return batches;
    }

    private void seek(long sequence) throws IOException {
        if (cursor == null || position != sequence) {
            close();
            cursor = journal.cursor(sequence);
            position = sequence;
        }
    }

    private Optional<Batch> peek(long throughSequence) throws IOException {
        if (left.isEmpty()) {
            left = cursor.next(throughSequence);
        }
        return left;
    }

    @Override
    public void close() throws IOException {
        left = Optional.empty();
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }
}
