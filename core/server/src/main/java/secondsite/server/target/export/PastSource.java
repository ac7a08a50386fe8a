package secondsite.server.target.export;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import secondsite.engine.disk.Disk;

/** A disk's past in plain folders, without a deployment. */
public interface PastSource extends Moment.Past, Closeable {

    /** A place to which the disk can be brought back. */
    record Point(long sequence, Instant time, String kind, String label) {}

    /** Why the disk cannot be brought back to this sequence; empty when it can. */
    Optional<String> whyNot(long sequence) throws IOException;

    /** The named points, by sequence. */
    List<Point> points() throws IOException;

    /** The recoverable sequences, as text for people. */
    String extent() throws IOException;

    /** The disk as it was after this record. */
    Disk open(long sequence) throws IOException;
}
