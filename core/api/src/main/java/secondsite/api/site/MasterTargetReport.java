package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.api.host.HostStatus;
import secondsite.api.host.MachineStatus;

/**
 * What a master target tells the configuration server again and again. Answered with a {@link MasterTargetAnswer}.
 *
 * @param time    of its clock when this was sent
 * @param address where process servers and the configuration server reach it
 * @param applied digest of the assignment that is carried out; null when there is none yet
 * @param frozen  why nothing expires there until a person confirms its clock; null when all is well
 * @param host    the host of machines that it is; null when it runs none
 * @param halted  machines of that host that should run and do not: they stand still though nobody paused them, or have failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MasterTargetReport(String version, Instant time, URI address, String applied, ServerLoad load,
        String frozen, List<Kept> disks, HostStatus host, List<MachineStatus> halted) {

    /**
     * How a replica stands. Bytes.
     *
     * @param recoverable    whether the disk can be brought back to anything
     * @param oldest         time of the oldest recoverable record; null when there is none
     * @param newest         time of the newest durable record; null when there is none: its age is the recovery point objective reached
     * @param newestSequence newest durable record
     * @param journalBytes   what the journal takes
     * @param copiedChunks   chunks of the initial replication that are here
     * @param chunks         of the disk
     * @param problem        what is wrong with it, for people; null when nothing is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Kept(UUID disk, boolean recoverable, Instant oldest, Instant newest, long newestSequence,
            long journalBytes, int copiedChunks, int chunks, String problem) {}

    public MasterTargetReport {
        disks = disks == null ? List.of() : List.copyOf(disks);
        halted = halted == null ? List.of() : List.copyOf(halted);
    }

    /** Of a master target that runs no machines. */
    public MasterTargetReport(String version, Instant time, URI address, String applied, ServerLoad load, String frozen,
            List<Kept> disks) {
        this(version, time, address, applied, load, frozen, disks, null, List.of());
    }

    /** The same, of one that is this host too. */
    public MasterTargetReport with(HostStatus status, List<MachineStatus> stopped) {
        return new MasterTargetReport(version, time, address, applied, load, frozen, disks, status,
                stopped);
    }
}
