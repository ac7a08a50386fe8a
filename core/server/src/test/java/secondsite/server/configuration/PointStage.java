package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import secondsite.api.client.Connection;
import secondsite.api.client.PointClient;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferClient;
import secondsite.api.host.HostStatus;
import secondsite.api.host.MachineStatus;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.MachineInventory;
import secondsite.api.policy.Retention;
import secondsite.api.replication.AppConsistency;
import secondsite.api.replication.ProtectionState;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.policy.Policies;
import secondsite.server.configuration.protection.ProtectedDisk;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.ProtectionBook;
import secondsite.server.settings.Listen;
import secondsite.server.settings.MasterTargetSettings;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.stage.InitialCopyOf;
import secondsite.server.stage.MovedClock;
import secondsite.server.stage.Sender;
import secondsite.server.target.rest.MasterTarget;
import secondsite.server.web.PeerCheck;

/**
 * A real configuration server and a real master target over TLS. The agents are journals of the test, which sends what they hold as a
 * process server would; the machines stand in the book as if they had been protected by a job.
 */
final class PointStage implements AutoCloseable {

    static final String KEEPER = "keeper";
    private static final String GATEWAY = "gateway";
    private static final long DISK_BYTES = 1 << 20;
    private static final Retention LONG = new Retention(100 * 1440, 2400, 100);

    final LiveServer server;
    /** The master target's. */
    final MovedClock clock = new MovedClock();
    private final Path folder;
    private final TlsIdentity gateway;
    private final TlsIdentity keeper;
    private final ReportClient reporting;
    private final SimulatedFolder replicas = SimulatedFolder.named("replicas");
    private final MasterTarget target;
    private final URI address;
    private final List<Closeable> open = new ArrayList<>();
    private final Map<UUID, Sender> disks = new LinkedHashMap<>();
    private final Map<UUID, DiskVerification> verified = new LinkedHashMap<>();
    private final List<MasterTargetAssignment.KeptDisk> kept = new ArrayList<>();
    private boolean targetEnded;
    /** What the master target was told last. */
    private MasterTargetAssignment told;

    /** A protected machine. */
    record Machine(UUID id, String name, ReportClient agent, List<UUID> disks) {

        UUID disk(int number) {
            return disks.get(number);
        }
    }

    PointStage(Path folder) throws IOException {
        this.folder = folder;
        server = new LiveServer(Files.createDirectory(folder.resolve("configuration")));
        gateway = server.identity("process-server", GATEWAY);
        keeper = server.identity("master-target", KEEPER);
        reporting = new ReportClient(server.connection(keeper));
        target = target(keeper);
        address = URI.create("https://localhost:" + target.port());
        report(address, null, List.of());
    }

    /** The master target reports where it is reached, and what host it is. */
    private void report(URI where, HostStatus host, List<MachineStatus> halted) throws IOException {
        MasterTargetReport now = target.report("1", where, new ServerLoad(0, 0, 0, 1L << 40, 1L << 40));
        told = reporting.report(new MasterTargetReport(now.version(), Instant.now(),
                where, now.applied(), now.load(), null, now.disks(), host, halted)).assignment();
    }

    /** The process server reports where agents would reach it. */
    void reportGateway() throws IOException {
        new ReportClient(server.connection(gateway)).report(new ProcessServerReport("1", Instant.now(),
                URI.create("https://localhost:9443"), null, new ServerLoad(0, 0, 0, 1L << 40, 1L << 40), List.of()));
    }

    /** From now on the master target is reached as a host of machines. */
    HostStandIn host() throws IOException {
        var host = new HostStandIn(keeper, address, server.administrator());
        open.add(host::close);
        report(host.address(), host.status, List.of());
        return host;
    }

    /** The master target reports that it is this host, and does what it is told. */
    synchronized void report(HostStandIn host) throws IOException {
        report(host.address(), host.status, host.halted());
        if (told != null) {
            target.assign(told);
        }
    }

    private MasterTarget target(TlsIdentity identity) throws IOException {
        var settings = new MasterTargetSettings(KEEPER, null, null, null,
                new Listen("127.0.0.1", 0, 100, new Size(32 << 20)), null, null,
                new MasterTargetSettings.Replicas(Path.of("unused"), new Size(1 << 20), new Size(0)),
                new MasterTargetSettings.Exports(folder), new MasterTargetSettings.Extractions(folder),
                new MasterTargetSettings.Backups(5),
                new MasterTargetSettings.Retention(Span.parse("1 d"), Span.parse("3 d"), Span.parse("14 d"),
                        new Size(0)),
                Span.parse("14 d"), List.of());
        return new MasterTarget(settings, identity, new PeerCheck(_ -> false, InstantSource.system()),
                new MasterTarget.Machine(replicas, DirectoryFolder.at(folder.resolve("exports")),
                        DirectoryFolder.at(folder.resolve("extractions")), clock, clock.steady(), new Random()));
    }

    /** A machine with so many disks, all of them copied. */
    Machine protect(String name, int count) throws IOException {
        ReportClient agent = server.joined("agent", name);
        List<UUID> ids = new ArrayList<>();
        List<MachineInventory.DiskFacts> facts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(UUID.randomUUID());
            facts.add(new MachineInventory.DiskFacts(ids.getLast(), "disk-" + i, DISK_BYTES, "/dev/" + i));
        }
        agent.report(new AgentReport("1", Instant.now(), null, null,
                new MachineInventory(name, "Linux", 1, 1, facts, List.of()), List.of(), List.of()));
        UUID id = server.part(Inventory.class).machineOfAgent(name).orElseThrow().id();
        put(new ProtectedMachine(id, name, ProtectionState.PROTECTED, Instant.now(), false, false,
                server.part(Policies.class).standard().id(), GATEWAY, KEEPER, 1, Optional.empty(), AppConsistency.NONE,
                facts.stream().map(disk -> new ProtectedDisk(disk.id(), disk.name(), DISK_BYTES, 1,
                        ProtectedDisk.Stage.COPIED)).toList()));
        facts.forEach(disk -> kept.add(new MasterTargetAssignment.KeptDisk(disk.id(), name, disk.name(), DISK_BYTES,
                GATEWAY, LONG)));
        target.assign(new MasterTargetAssignment(UUID.randomUUID().toString(), kept));
        for (UUID disk : ids) {
            var connection = new Connection(address, gateway, Connection.Patience.DEFAULTS);
            var sender = new Sender(new TransferClient(connection), disk, DISK_BYTES, disks.size());
            open.add(connection::close);
            open.add(sender::close);
            disks.put(disk, sender);
            InitialCopyOf.run(new TransferClient(connection), disk, sender.contents(), 0);
        }
        return new Machine(id, name, agent, ids);
    }

    private void put(ProtectedMachine machine) {
        server.part(ProtectionBook.class).change(change -> {
            assertThat(change.nextEpoch(machine.machine())).isEqualTo(machine.epoch());
            change.put(machine);
            return null;
        });
    }

    /** As a job would leave it. */
    void state(Machine machine, ProtectionState state) {
        state(machine, state, ProtectedDisk.Stage.COPIED);
    }

    /** @param stage of all its disks */
    void state(Machine machine, ProtectionState state, ProtectedDisk.Stage stage) {
        server.part(ProtectionBook.class).change(change -> {
            ProtectedMachine now = change.find(machine.id()).orElseThrow();
            change.put(new ProtectedMachine(now.machine(), now.agent(), state, now.since(), now.paused(),
                    now.resyncAllowed(), now.policy(), now.processServer(), now.masterTarget(), now.epoch(),
                    now.group(), now.applications(), now.disks().stream().map(disk -> new ProtectedDisk(disk.disk(),
                            disk.name(), disk.size(), disk.epoch(), stage)).toList(),
                    now.fence()));
            return null;
        });
    }

    /** Its protection ends; what is kept stays. */
    void unprotect(Machine machine) throws IOException {
        server.part(ProtectionBook.class).change(change -> {
            change.remove(machine.id());
            return null;
        });
        kept.removeIf(disk -> machine.disks().contains(disk.disk()));
        target.assign(new MasterTargetAssignment(UUID.randomUUID().toString(), kept));
    }

    Sender sender(UUID disk) {
        return disks.get(disk);
    }

    /** The same mark on each of these disks. @return its id */
    UUID mark(MarkKind kind, String label, UUID... on) throws Exception {
        UUID id = UUID.randomUUID();
        for (UUID disk : on) {
            sender(disk).spool().append(List.of(new Record.Mark(kind, id, label)));
        }
        arrived(on);
        return id;
    }

    void arrived(UUID... on) throws Exception {
        for (UUID disk : on) {
            sender(disk).awaitTarget();
        }
    }

    /** The agent reports how its disks compared with their replicas as they are now. */
    void compared(Machine machine, long different, UUID... on) throws IOException {
        for (UUID disk : on) {
            verified.put(disk, new DiskVerification(Instant.now(), DISK_BYTES, different,
                    sender(disk).spool().lastSequence()));
        }
        machine.agent().report(new AgentReport("1", Instant.now(), null, null, null,
                machine.disks().stream().map(this::report).toList(), List.of()));
    }

    private DiskReport report(UUID disk) {
        long last = sender(disk).spool().lastSequence();
        return new DiskReport(disk, DiskReport.State.LOGGING, null, Instant.EPOCH, DISK_BYTES, 0, 0, 0, 1 << 20, last,
                last, last, 0, 0, 0, null, verified.get(disk), List.of());
    }

    /** The master target itself, asked by an administrator. */
    PointClient target() throws IOException {
        var connection = new Connection(address, server.administrator(), Connection.Patience.DEFAULTS);
        open.add(connection::close);
        return new PointClient(connection);
    }

    /** Time passes at the master target, hour by hour, and what is due there is done. */
    void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusHours(1)) {
            clock.pass(Duration.ofHours(1));
            target.round();
        }
    }

    void endTarget() throws IOException {
        targetEnded = true;
        target.close();
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : open.reversed()) {
            each.close();
        }
        if (!targetEnded) {
            target.close();
        }
        server.close();
    }
}
