package secondsite.agent.tracking;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;

/** A block device that machines write to without passing us. */
public interface TrackedDevice extends Closeable {

    /** How it is compared with what it was. */
    enum Change {
        NONE,
        /** It has become larger; the part that was known is what it was. */
        GREW,
        /** It is smaller than it was. */
        SHRANK,
        /** Another one has its name. */
        REPLACED,
        /** There is none with its name. */
        GONE
    }

    /** @param words for people; empty when nothing changed */
    record Standing(Change change, String words) {

        /** Whether it can be read and tracked as the disk that it was. */
        public boolean usable() {
            return change == Change.NONE || change == Change.GREW;
        }
    }

    /**
     * Its bytes as they are on the device, past the operating system's cache; as large as the disk was when it was first seen. What is left out
     * reads as zeros. Cannot be written.
     */
    Disk disk();

    /** Reads many places of it. */
    Reads reads();

    /** What is written to it. */
    WriteEvents events();

    /** How it stands now. */
    Standing standing();

    /** Which one has that name now: another one, or the same after it was taken away, has another. Only means something in this run of the machine. */
    UUID incarnation();

    /** Ranges of which nothing is captured, ascending. */
    default List<Extent> leftOut() {
        return List.of();
    }

    /**
     * Captures what is left out, unless it may still be.
     *
     * @return whether it is as before; otherwise nothing is left out any more, and what lies there is to be compared
     */
    default boolean leavesOutAsBefore() {
        return true;
    }

    /** Takes the device that has the name now for the disk from now on. */
    void reopen() throws IOException;
}
