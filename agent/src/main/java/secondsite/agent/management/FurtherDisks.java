package secondsite.agent.management;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import secondsite.api.machine.ServedDisk;

/** The disks that an agent has besides those of its configuration, because it is told to. Changed by one thread at a time. */
public interface FurtherDisks {

    /**
     * Has this disk, among all disks of the machine, from now on; with the bytes that it had when it was here before, else empty. May be
     * called again.
     *
     * @throws IOException why that cannot be now; may be tried again
     */
    void serve(ServedDisk disk) throws IOException;

    /** Those that are here now. */
    Set<UUID> served();

    /** Takes leave of the machine and does not have it any more; its bytes stay. */
    void end(UUID disk) throws IOException;
}
