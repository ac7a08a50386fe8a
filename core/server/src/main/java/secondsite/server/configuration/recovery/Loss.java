package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.point.PointChoice;
import secondsite.server.configuration.protection.ProtectedDisk;
import secondsite.server.configuration.protection.ProtectedMachine;

/** How much of the newest past a point leaves out, as far as that is known here. */
@Singleton
final class Loss {

    private final LiveReports reports;

    @Inject
    Loss(LiveReports reports) {
        this.reports = reports;
    }

    /** From the point to the newest record that is kept of any disk; to the agent's last report when it had more to send. */
    double seconds(ProtectedMachine machine, PointChoice.Chosen chosen) {
        Instant newest = chosen.newest();
        if (waiting(machine) > 0) {
            newest = reports.agent(machine.agent()).map(AgentReport::time).filter(newest::isBefore).orElse(newest);
        }
        return Math.max(0, Duration.between(chosen.time(), newest).toMillis() * 1e-3);
    }

    /** What the agent had still to send, when it reported last. */
    long waiting(ProtectedMachine machine) {
        return reported(machine).stream().mapToLong(DiskReport::bytesWaiting).sum();
    }

    /** Whether the source told of all its disks since this server started. */
    boolean known(ProtectedMachine machine) {
        return reported(machine).size() == machine.disks().size();
    }

    private List<DiskReport> reported(ProtectedMachine machine) {
        return machine.disks().stream().map(ProtectedDisk::disk).map(disk -> reports.disk(disk).orElse(null))
                .filter(Objects::nonNull).toList();
    }
}
