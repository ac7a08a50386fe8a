package secondsite.drill.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.Json;
import secondsite.api.replication.AppConsistency;
import secondsite.api.replication.ProtectionState;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.Disks;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.configuration.store.Machines;
import secondsite.server.configuration.store.Machines.Machine;
import secondsite.server.configuration.store.Protections;
import secondsite.server.configuration.store.Verifications;

/** Protects all machines in the database of a server that does not run: thousands of jobs would take hours. */
final class Protection {

    private static final String APPLICATIONS = new String(Json.write(AppConsistency.NONE), StandardCharsets.UTF_8);

    private final Instant now = Instant.now();
    private final UUID policy;
    private final int servers;

    /** @param servers so many process servers and so many master targets share the machines */
    Protection(UUID policy, int servers) {
        this.policy = policy;
        this.servers = servers;
    }

    void protectAll(Path file) throws IOException {
        var protections = new Protections();
        var verifications = new Verifications();
        try (Database database = Database.open(file)) {
            database.write(change -> {
                List<Machine> machines = new Machines().all(change);
                for (int i = 0; i < machines.size(); i++) {
                    protections.add(change, row(machines.get(i), i % servers));
                }
                for (Disk disk : new Disks().all(change)) {
                    protections.addPair(change, new Protections.PairRow(disk.id(), disk.machine(), disk.name(),
                            disk.size(), "COPIED", 1));
                    verifications.add(change,
                            new Verifications.Outcome(disk.id(), now, now, disk.size(), 0, 1_234_000));
                }
                return null;
            });
        }
    }

    private Protections.Row row(Machine machine, int server) {
        return new Protections.Row(machine.id(), machine.agent(), ProtectionState.PROTECTED.name(), now, false, false,
                policy, Population.PROCESS_SERVER + server, Population.MASTER_TARGET + server, 1, Optional.empty(),
                APPLICATIONS);
    }
}
