package secondsite.api.host;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Where machines run.
 *
 * @param platform    its name, like {@code qemu}
 * @param version     of the platform; null when it cannot be had, as the problem says
 * @param accelerated whether the processor runs machines itself; otherwise they are slow
 * @param processors  of the host
 * @param memoryBytes of the host, that are free now
 * @param freeBytes   where machines' images lie
 * @param machines    that exist there
 * @param bridges     names of the bridges to which cards can be connected
 * @param problem     why no machine can be started, for people; null when all is well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostStatus(String platform, String version, boolean accelerated, int processors, long memoryBytes,
        long freeBytes, int machines, List<String> bridges, String problem) {

    public HostStatus {
        bridges = bridges == null ? List.of() : List.copyOf(bridges);
    }
}
