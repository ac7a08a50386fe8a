package secondsite.agent.copy;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import secondsite.engine.segment.Batch;

/** Where the first copy of one disk goes. Safe for use by several threads. Errors are transfer problems. */
public interface CopyTarget {

    /**
     * How far the copy is durable.
     *
     * @param chunkBytes length of a chunk in bytes; the last may be shorter
     * @param copied     chunks that are durable
     * @param finished   the copy is over
     */
    record State(long chunkBytes, BitSet copied, boolean finished) {}

    State state() throws IOException;

    /** Batches of COPY and ZERO records, together at most a body long. */
    void send(List<Batch> batches) throws IOException;

    /** What was sent before is durable on return, as far as whole chunks were sent. */
    State force() throws IOException;

    /** The copy is over; from this record on the disk is recoverable. */
    void finish(long sequence) throws IOException;
}
