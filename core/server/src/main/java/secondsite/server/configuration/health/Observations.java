package secondsite.server.configuration.health;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import secondsite.api.machine.AgentReport;
import secondsite.api.replication.ProtectionState;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;
import secondsite.api.transfer.GatewayStatus;
import secondsite.server.configuration.health.ProtectedMachines.ProtectedDisk;
import secondsite.server.configuration.health.ProtectedMachines.ProtectedMachine;
import secondsite.server.configuration.inventory.Contacts;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.configuration.store.IssuedCertificates;
import secondsite.server.configuration.store.IssuedCertificates.Issued;
import secondsite.server.configuration.store.Servers.Server;
import secondsite.server.web.Peer;

/** Puts together what is known of each machine and server. Not for several threads. */
@Singleton
final class Observations {

    /** Where it is known from. */
    record Sources(Inventory inventory, LiveReports reports, Contacts contacts, ProtectedMachines machines,
            IssuedCertificates certificates) {

        @Inject
        Sources {
        }
    }

    private static final Duration CERTIFICATES_READ = Duration.ofMinutes(1);

    private final Sources sources;
    private final Trends trends = new Trends();
    private Map<Peer, Validity> certificates = Map.of();
    private Instant certificatesRead = Instant.EPOCH;

    @Inject
    Observations(Sources sources) {
        this.sources = sources;
    }

    List<MachineFacts> machines(Instant now) {
        readCertificates(now);
        List<MachineFacts> all = sources.inventory().machines().stream().map(this::machine).toList();
        Set<UUID> disks = new HashSet<>();
        sources.inventory().machines().forEach(machine -> machine.disks().forEach(disk -> disks.add(disk.id())));
        trends.keep(disks);
        return all;
    }

    private MachineFacts machine(KnownMachine known) {
        Optional<AgentReport> report = sources.reports().agent(known.agent().id());
        Program agent = program(known.agent(), report.map(AgentReport::version), known.machine().firstSeen());
        agent.heard().ifPresent(heard -> report.ifPresent(
                last -> last.disks().forEach(disk -> trends.disk(disk, heard))));
        Optional<ProtectedMachine> wanted = sources.machines().find(known.id());
        return wanted.map(machine -> new MachineFacts(known.id(), known.name(), machine.state(), machine.paused(),
                machine.since(), machine.rpoSeconds(), machine.verifyDays(), agent, written(known), machine.tested(),
                machine.disks().stream().map(disk -> pair(known, disk)).toList()))
                .orElseGet(() -> new MachineFacts(known.id(), known.name(), ProtectionState.UNPROTECTED, false,
                        known.machine().firstSeen(), 0, 0, agent, written(known), Optional.empty(),
                        List.of()));
    }

    private OptionalLong written(KnownMachine known) {
        List<OptionalLong> rates = known.disks().stream().map(disk -> trends.written(disk.id()))
                .filter(OptionalLong::isPresent).toList();
        return rates.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(rates.stream().mapToLong(OptionalLong::getAsLong).sum());
    }

    private PairFacts pair(KnownMachine known, ProtectedDisk disk) {
        Optional<Disk> there = known.disk(disk.disk()).filter(found -> !found.gone());
        return new PairFacts(disk.disk(), disk.name(), disk.size(),
                new PairFacts.Source(there.map(found -> OptionalLong.of(found.size())).orElse(OptionalLong.empty()),
                        sources.reports().disk(disk.disk()), disk.proof(), trends.broken(disk.disk())),
                new PairFacts.Way(disk.processServer(),
                        disk.processServer().flatMap(server -> sources.reports().gateway(disk.disk(), server))),
                target(disk));
    }

    private PairFacts.Target target(ProtectedDisk disk) {
        Optional<String> server = disk.masterTarget();
        return new PairFacts.Target(server,
                server.flatMap(name -> heard(new Peer(Peer.Kind.MASTER_TARGET, name))),
                server.flatMap(sources.reports()::masterTarget).map(MasterTargetReport::frozen),
                server.flatMap(name -> sources.reports().kept(disk.disk(), name)));
    }

    List<ServerFacts> servers(Instant now) {
        readCertificates(now);
        return sources.inventory().servers().stream().map(this::server).toList();
    }

    private ServerFacts server(Server server) {
        String name = server.key().name();
        if (server.key().kind().equals(Peer.Kind.PROCESS_SERVER.word())) {
            Optional<ProcessServerReport> report = sources.reports().processServer(name);
            return server(new Peer(Peer.Kind.PROCESS_SERVER, name), server, report.map(ProcessServerReport::version),
                    report.map(ProcessServerReport::load),
                    report.map(
                            last -> OptionalLong.of(last.disks().stream().mapToLong(GatewayStatus::cacheBytes).sum()))
                            .orElse(OptionalLong.empty()),
                    Optional.empty());
        }
        Optional<MasterTargetReport> report = sources.reports().masterTarget(name);
        return server(new Peer(Peer.Kind.MASTER_TARGET, name), server, report.map(MasterTargetReport::version),
                report.map(MasterTargetReport::load), OptionalLong.empty(), report.map(MasterTargetReport::frozen));
    }

    private ServerFacts server(Peer peer, Server server, Optional<String> version, Optional<ServerLoad> load,
            OptionalLong cache, Optional<String> frozen) {
        Program program = program(peer, version, server.firstSeen());
        program.heard().ifPresent(heard -> load.ifPresent(
                now -> trends.processor(peer.name(), now.processorUse(), heard.arrived())));
        OptionalDouble processor = trends.processor(peer.name());
        return new ServerFacts(peer.kind().word(), peer.id(), program, load, processor, cache, frozen);
    }

    private Program program(Peer peer, Optional<String> version, Instant firstSeen) {
        Instant started = sources.contacts().started();
        return new Program(heard(peer), firstSeen.isAfter(started) ? firstSeen : started, version,
                Optional.ofNullable(certificates.get(peer)));
    }

    private Optional<Heard> heard(Peer peer) {
        return sources.reports().heard(peer).map(last -> new Heard(last.arrived(), last.skew(), last.next()));
    }

    private void readCertificates(Instant now) {
        if (now.isBefore(certificatesRead.plus(CERTIFICATES_READ))) {
            return;
        }
        Map<Peer, Validity> newest = new HashMap<>();
        for (Issued issued : sources.certificates().all(now)) {
            if (issued.revoked().isEmpty()) {
                kind(issued.kind()).ifPresent(kind -> newest.putIfAbsent(new Peer(kind, issued.name()),
                        new Validity(issued.issued(), issued.ends())));
            }
        }
        certificates = newest;
        certificatesRead = now;
    }

    private static Optional<Peer.Kind> kind(String word) {
        return Arrays.stream(Peer.Kind.values()).filter(kind -> kind.word().equals(word)).findFirst();
    }
}
