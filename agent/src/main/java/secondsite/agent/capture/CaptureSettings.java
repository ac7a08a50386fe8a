package secondsite.agent.capture;

import java.util.UUID;
import secondsite.engine.journal.JournalIdentity;

/**
 * What a capture is opened with.
 *
 * @param epoch in which this side writes; rises with each failover
 * @param boot  this run of the machine: a process that ends leaves written pages behind, a machine that ends does not
 * @param protectedAtFirst whether a disk that was never seen before is protected at once; otherwise it is only served until
 *              {@link SplitCapture#protect}
 */
public record CaptureSettings(JournalIdentity identity, int epoch, UUID boot, SpoolLimits limits,
        boolean protectedAtFirst) {

    /** Of a disk that is protected from its first write on. */
    public CaptureSettings(JournalIdentity identity, int epoch, UUID boot, SpoolLimits limits) {
        this(identity, epoch, boot, limits, true);
    }
}
