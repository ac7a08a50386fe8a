package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.machine.DiskWork;

/** How fast disks were compared lately, so that it can be told how long the next time takes. In memory only. */
@Singleton
public final class ComparingRates {

    private final Map<UUID, Long> bytesPerSecond = new ConcurrentHashMap<>();

    @Inject
    public ComparingRates() {}

    void heard(UUID disk, DiskWork work) {
        boolean compares = work.kind() == DiskWork.Kind.RESYNC || work.kind() == DiskWork.Kind.VERIFICATION;
        if (compares && work.bytesPerSecond() > 0) {
            bytesPerSecond.put(disk, work.bytesPerSecond());
        }
    }

    /** How long so many bytes of a machine take, its disks one after another; null when nothing of the kind was measured yet. */
    Long seconds(ProtectedMachine machine, long bytes) {
        long slowest = machine.disks().stream().mapToLong(disk -> bytesPerSecond.getOrDefault(disk.disk(), 0L))
                .filter(rate -> rate > 0).min().orElse(0);
        return slowest == 0 ? null : Math.ceilDiv(bytes, slowest);
    }
}
