package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * What a machine is, as its agent sees it.
 *
 * @param hostName        as the machine calls itself
 * @param operatingSystem for people
 * @param memoryBytes     of the machine
 * @param processors      of the machine
 * @param system          what it is made of; null when its agent does not tell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MachineInventory(String hostName, String operatingSystem, long memoryBytes, int processors,
        List<DiskFacts> disks, List<NicFacts> nics, SystemFacts system) {

    /**
     * A disk that the agent can protect.
     *
     * @param id   never changes
     * @param name unique on the machine
     * @param size in bytes
     * @param file where the machine has it, for people
     */
    public record DiskFacts(UUID id, String name, long size, String file) {}

    /** @param mac like {@code 52:54:00:12:34:56} */
    public record NicFacts(String name, String mac, List<String> addresses) {

        public NicFacts {
            addresses = addresses == null ? List.of() : List.copyOf(addresses);
        }
    }

    public MachineInventory {
        disks = disks == null ? List.of() : List.copyOf(disks);
        nics = nics == null ? List.of() : List.copyOf(nics);
    }

    /** Of an agent that tells no more. */
    public MachineInventory(String hostName, String operatingSystem, long memoryBytes, int processors,
            List<DiskFacts> disks, List<NicFacts> nics) {
        this(hostName, operatingSystem, memoryBytes, processors, disks, nics, null);
    }
}
