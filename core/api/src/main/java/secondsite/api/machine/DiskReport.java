package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.api.activity.ReportedProblem;

/**
 * How a disk stands at its agent. Bytes, bytes per second, seconds.
 *
 * @param state          what capture does
 * @param reason         why a comparison is required, for people; null otherwise
 * @param since          when that state began
 * @param size           of the disk
 * @param writtenBytes   written by the machine since the agent started; only ever grows until the agent starts anew
 * @param dirtyBytes     about how much is to be compared
 * @param spoolBytes     what waits in the spool
 * @param spoolLimit     most that may wait
 * @param lastSequence   newest record of the spool
 * @param gatewaySequence newest record that is durable at the process server
 * @param targetSequence newest record that is durable at the target
 * @param bytesWaiting   about how much the target lacks
 * @param bytesPerSecond sent lately
 * @param lagSeconds     age of the oldest record that the target lacks
 * @param work           long work that is done or due; null when there is none
 * @param verified       outcome of the last verification against the replica; null when there was none
 * @param problems       what keeps something from going on
 * @param socket         unix socket at which the machine reaches it, as an NBD export without a name; null when it is elsewhere
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiskReport(UUID disk, State state, String reason, Instant since, long size, long writtenBytes,
        long dirtyBytes, long spoolBytes, long spoolLimit, long lastSequence, long gatewaySequence,
        long targetSequence, long bytesWaiting, long bytesPerSecond, double lagSeconds, DiskWork work,
        DiskVerification verified, List<ReportedProblem> problems, String socket) {

    /** What capture does with writes. */
    public enum State {
        /** The disk is served and not protected: nothing is kept of its writes. */
        UNPROTECTED, LOGGING, RESYNC_REQUIRED, RESYNCING,
        /**
         * Failed over in a higher epoch: the disk refuses writes. All of it is at the target when the target has the last record and nothing
         * is dirty; otherwise the rest is on its way, or, when the whole disk is dirty, can only be found by a comparison.
         */
        FENCED
    }

    public DiskReport {
        problems = problems == null ? List.of() : List.copyOf(problems);
    }

    /** Of a disk that nobody reaches by a unix socket. */
    public DiskReport(UUID disk, State state, String reason, Instant since, long size, long writtenBytes,
            long dirtyBytes, long spoolBytes, long spoolLimit, long lastSequence, long gatewaySequence,
            long targetSequence, long bytesWaiting, long bytesPerSecond, double lagSeconds, DiskWork work,
            DiskVerification verified, List<ReportedProblem> problems) {
        this(disk, state, reason, since, size, writtenBytes, dirtyBytes, spoolBytes, spoolLimit, lastSequence,
                gatewaySequence, targetSequence, bytesWaiting, bytesPerSecond, lagSeconds, work, verified, problems,
                null);
    }
}
