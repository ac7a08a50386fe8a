package secondsite.engine.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import secondsite.engine.segment.Batch;

/** Reads a journal forward, over the borders of segments. For one thread; a segment being read is not deleted under it. */
public interface JournalCursor extends Closeable {

    /**
     * The next batch whose records are all at or before {@code throughSequence}, its checksum verified; empty when there is none yet.
     *
     * @throws secondsite.engine.segment.DamagedException naming segment and position
     */
    Optional<Batch> next(long throughSequence) throws IOException;

    /** The first sequence that {@link #next} has not yet given. */
    long position();
}
