package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.UUID;

/**
 * A disk that is protected.
 *
 * @param processServer    where its records are sent, like {@code https://gateway:9443}
 * @param epoch            in which it is written; rises with each failover
 * @param replicate        whether anything is sent: false while replication is paused; capture goes on
 * @param copy             whether the initial replication may run: disks of a machine are copied one after another
 * @param resyncNow        whether a resync that is required may run: false outside the policy's window
 * @param compress         whether the agent compresses
 * @param fence            epoch in which the disk was failed over: it refuses writes, and what it has still to send is sent; null when it
 *                         was not, or has come back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiskAssignment(UUID disk, URI processServer, int epoch, boolean replicate, boolean copy,
        boolean resyncNow, boolean compress, Integer fence) {

    /** Of a disk that was not failed over. */
    public DiskAssignment(UUID disk, URI processServer, int epoch, boolean replicate, boolean copy, boolean resyncNow,
            boolean compress) {
        this(disk, processServer, epoch, replicate, copy, resyncNow, compress, null);
    }
}
