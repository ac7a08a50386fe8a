package secondsite.api.site;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import secondsite.api.transfer.GatewayStatus;

/**
 * What a process server tells the configuration server again and again. Answered with a {@link ProcessServerAnswer}.
 *
 * @param time    of its clock when this was sent
 * @param address where agents reach it
 * @param applied digest of the assignment that is carried out; null when there is none yet
 */
public record ProcessServerReport(String version, Instant time, URI address, String applied, ServerLoad load,
        List<GatewayStatus> disks) {

    public ProcessServerReport {
        disks = disks == null ? List.of() : List.copyOf(disks);
    }
}
