package secondsite.agent.scan;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import secondsite.agent.tracking.TrackedDevice.Standing;
import secondsite.engine.disk.Disk;

/** A disk of any kind that machines write to without passing us, and that nobody tells about. Safe for use by several threads. */
public interface ScannedSource extends Closeable {

    /** Its bytes, past the operating system's cache; as large as the disk was when it was first seen. Cannot be written. */
    Disk disk();

    /** How it stands now. */
    Standing standing();

    /** Takes what has the name now for the disk from now on. */
    void reopen() throws IOException;

    /**
     * Something that changes with every write, as far as the operating system counts them: the same text at two times means that nobody wrote in
     * between.
     *
     * @return empty when it does not count, or cannot tell at this moment, because something is being written
     */
    Optional<String> activity();
}
