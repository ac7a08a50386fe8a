package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.transfer.GatewayStatus;
import secondsite.server.web.Peer;

/** What every program reported last, since this server started: in memory only. Safe for use by several threads. */
@Singleton
public final class LiveReports {

    /**
     * When a program reported last.
     *
     * @param skew how far its clock is ahead of this server's, the way of the report included
     * @param next when its next report was due
     */
    public record Heard(Instant arrived, Duration skew, Duration next) {}

    private record Server<T, D>(T report, Map<UUID, D> disks, Instant arrived) {}

    private final InstantSource clock;
    private final Instant since;
    private final Map<Peer, Heard> heard = new ConcurrentHashMap<>();
    private final Map<String, AgentReport> agents = new ConcurrentHashMap<>();
    private final Map<UUID, DiskReport> disks = new ConcurrentHashMap<>();
    private final Map<String, Server<ProcessServerReport, GatewayStatus>> processServers = new ConcurrentHashMap<>();
    private final Map<String, Server<MasterTargetReport, MasterTargetReport.Kept>> masterTargets = new ConcurrentHashMap<>();

    @Inject
    public LiveReports(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /** @param report with none but the agent's own disks. @param next when its next one is due */
    void agent(String name, AgentReport report, Duration next) {
        note(Peer.Kind.AGENT, name, report.time(), next);
        var kept = new AgentReport(report.version(), report.time(), report.applied(), report.groupAddress(), null,
                report.disks(), List.of(), report.power());
        agents.compute(name, (_, before) -> {
            kept.disks().forEach(disk -> disks.put(disk.disk(), disk));
            forgetMissing(before, kept);
            return kept;
        });
    }

    private void forgetMissing(AgentReport before, AgentReport now) {
        if (before != null) {
            before.disks().stream().map(DiskReport::disk)
                    .filter(id -> now.disks().stream().noneMatch(disk -> disk.disk().equals(id)))
                    .forEach(disks::remove);
        }
    }

    void processServer(String name, ProcessServerReport report, Duration next) {
        note(Peer.Kind.PROCESS_SERVER, name, report.time(), next);
        processServers.put(name, new Server<>(report, indexed(report.disks(), GatewayStatus::disk), clock.instant()));
    }

    void masterTarget(String name, MasterTargetReport report, Duration next) {
        note(Peer.Kind.MASTER_TARGET, name, report.time(), next);
        masterTargets.put(name,
                new Server<>(report, indexed(report.disks(), MasterTargetReport.Kept::disk), clock.instant()));
    }

    private void note(Peer.Kind kind, String name, Instant time, Duration next) {
        Instant now = clock.instant();
        heard.put(new Peer(kind, name), new Heard(now, Duration.between(now, time), next));
    }

    private static <D> Map<UUID, D> indexed(List<D> disks, Function<D, UUID> id) {
        return disks.stream().collect(Collectors.toMap(id, Function.identity(), (_, later) -> later));
    }

    /** Nothing is known of this program any more. */
    void forget(Peer peer) {
        heard.remove(peer);
        switch (peer.kind()) {
            case AGENT -> agents.computeIfPresent(peer.id(), (_, report) -> {
                report.disks().forEach(disk -> disks.remove(disk.disk()));
                return null;
            });
            case PROCESS_SERVER -> processServers.remove(peer.id());
            case MASTER_TARGET -> masterTargets.remove(peer.id());
            default -> throw new IllegalArgumentException(peer + " does not report");
        }
    }

    /** When an agent, process server or master target reported last; empty when it has not since this server started. */
    public Optional<Heard> heard(Peer peer) {
        return Optional.ofNullable(heard.get(peer));
    }

    public Optional<Instant> lastHeard(Peer peer) {
        return heard(peer).map(Heard::arrived);
    }

    /** How long an agent, process server or master target has not reported; one that never did, since this server started. */
    public Duration silence(Peer peer) {
        return Duration.between(lastHeard(peer).orElse(since), clock.instant());
    }

    /** The newest report of the agent of this name, without inventory and outcomes. */
    public Optional<AgentReport> agent(String name) {
        return Optional.ofNullable(agents.get(name));
    }

    public Optional<ProcessServerReport> processServer(String name) {
        return Optional.ofNullable(processServers.get(name)).map(Server::report);
    }

    public Optional<MasterTargetReport> masterTarget(String name) {
        return Optional.ofNullable(masterTargets.get(name)).map(Server::report);
    }

    /** The newest of all of them. */
    public List<MasterTargetReport> masterTargets() {
        return masterTargets.values().stream().map(Server::report).toList();
    }

    /** How a disk stands at its agent. */
    public Optional<DiskReport> disk(UUID disk) {
        return Optional.ofNullable(disks.get(disk));
    }

    /** How a disk stands at the master target that told of it last. */
    public Optional<MasterTargetReport.Kept> kept(UUID disk) {
        return newest(masterTargets, disk);
    }

    /** How a disk stands at this master target. */
    public Optional<MasterTargetReport.Kept> kept(UUID disk, String masterTarget) {
        return Optional.ofNullable(masterTargets.get(masterTarget)).map(server -> server.disks().get(disk));
    }

    /** How a disk stands at the process server that told of it last. */
    public Optional<GatewayStatus> gateway(UUID disk) {
        return newest(processServers, disk);
    }

    /** How a disk stands at this process server. */
    public Optional<GatewayStatus> gateway(UUID disk, String processServer) {
        return Optional.ofNullable(processServers.get(processServer)).map(server -> server.disks().get(disk));
    }

    private static <T, D> Optional<D> newest(Map<String, Server<T, D>> servers, UUID disk) {
        return servers.values().stream().filter(server -> server.disks().containsKey(disk))
                .max(Comparator.comparing(Server::arrived)).map(server -> server.disks().get(disk));
    }
}
