package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import secondsite.api.replication.ReplicationPath;
import secondsite.api.replication.ReplicationPathList;
import secondsite.api.transfer.GatewayStatus;
import secondsite.server.configuration.inventory.LiveReports;

/** Over which servers every protected machine goes, and how much flows there: all of it from memory. */
@Singleton
public final class ReplicationPaths {

    private final ProtectionBook book;
    private final LiveReports reports;

    @Inject
    public ReplicationPaths(ProtectionBook book, LiveReports reports) {
        this.book = book;
        this.reports = reports;
    }

    public ReplicationPathList all() {
        return new ReplicationPathList(
                book.all().stream().sorted(Comparator.comparing(ProtectedMachine::machine)).map(this::path).toList());
    }

    private ReplicationPath path(ProtectedMachine machine) {
        OptionalLong sent = machine.disks().stream()
                .map(disk -> reports.gateway(disk.disk(), machine.processServer())).flatMap(Optional::stream)
                .mapToLong(GatewayStatus::bytesPerSecond).reduce(Long::sum);
        return new ReplicationPath(machine.machine(), machine.processServer(), machine.masterTarget(),
                sent.isPresent() ? sent.getAsLong() : null);
    }
}
