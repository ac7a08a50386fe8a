package secondsite.agent.tracking;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Lock;

/**
 * Keeps the file systems of all tracked disks of a machine still, all together, for a moment. Who writes files that may lie there holds
 * {@link #writing}, before any other lock: then nobody waits for a file system while somebody waits for him. One thread at a time begins, and
 * may do so several times: for each of its disks.
 */
public interface Stillness {

    /** Held by whoever writes a file while he keeps others waiting. */
    Lock writing();

    /** Nobody else freezes, and nobody writes files, until {@link #end}. @return false when that was not to be had in this time */
    boolean begin(Duration atMost) throws InterruptedException;

    /**
     * Freezes, unless that was done since the first {@link #begin}: everything is on the disks then, and nobody writes through a file system.
     *
     * @throws IOException when that was not possible in time; nothing is frozen then
     */
    void freeze() throws IOException, InterruptedException;

    /** @throws IOException when it may have been thawed by now */
    void check() throws IOException;

    /** How long it may last from its begin to its end. */
    Duration limit();

    /** Thaws, for all. @throws IOException when something was thawed by somebody else, or could not be */
    void thaw() throws IOException;

    /** Ends what was begun; the last end thaws what is frozen still. */
    void end() throws IOException;

    /** Has file systems write what waits in memory, so that a freeze finds little to write. */
    void settle() throws IOException, InterruptedException;
}
