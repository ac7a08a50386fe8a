package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.api.activity.ReportedProblem;

/**
 * All that is known of a machine. What is null is not known.
 *
 * @param host       id of the host on which it runs
 * @param version    of its agent
 * @param skewMillis how far its clock is ahead of the configuration server's
 * @param disks      by name; those that are gone too
 * @param nics       by name
 * @param problems   what is wrong with what it reports
 * @param system     what it is made of, as its agent told last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MachineDetail(MachineSummary summary, UUID host, long memoryBytes, int processors, Instant firstSeen,
        String version, Long skewMillis, List<KnownDisk> disks, List<MachineInventory.NicFacts> nics,
        List<ReportedProblem> problems, SystemFacts system) {

    /**
     * A disk of it.
     *
     * @param size   in bytes
     * @param file   where the machine has it, for people
     * @param gone   whether its agent does not see it any more
     * @param report how it stands, as its agent reported last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KnownDisk(UUID id, String name, long size, String file, boolean gone, DiskReport report) {}

    public MachineDetail {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
        problems = List.copyOf(problems);
    }
}
