package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.AgentReport;
import secondsite.api.site.MasterTargetReport;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.web.Peer;

/** What must hold before a machine can be protected. Checked one by one; the first that does not hold ends it. */
@Singleton
public final class Prerequisites {

    /** A copy takes as much as the disk when nothing of it is empty, and its history comes on top. */
    private static final double SPACE_FOR_EACH_BYTE = 1.2;
    private static final Duration LATELY = Duration.ofSeconds(90);
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    private final Inventory inventory;
    private final LiveReports reports;
    private final InstantSource clock;
    private final Instant started;

    @Inject
    public Prerequisites(Inventory inventory, LiveReports reports, InstantSource clock) {
        this.inventory = inventory;
        this.reports = reports;
        this.clock = clock;
        this.started = clock.instant();
    }

    /**
     * Checks. When this server has started only now, the first reports are waited for.
     *
     * @param disks those that are to be copied
     * @param log   hears what held
     * @throws JobFailure with what did not hold
     */
    Step check(ProtectedMachine machine, List<UUID> disks, Consumer<String> log) throws JobFailure {
        KnownMachine known = inventory.machine(machine.machine()).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.MACHINE_NOT_FOUND, "machine " + machine.machine()));
        Optional<Peer> unheard = unheard(known.agent(), machine);
        if (unheard.isPresent()) {
            return Settling
                    .again("waiting for " + unheard.get() + ", which has not reported since this server started");
        }
        lately(known.agent(), ErrorCode.AGENT_SILENT);
        log.accept("its agent reports: " + reports.agent(machine.agent()).map(AgentReport::version).orElse("?"));
        clocks(known.agent(), log);
        long bytes = disks(known, disks, log);
        lately(processServer(machine), ErrorCode.PROCESS_SERVER_UNREACHABLE);
        log.accept("the process server " + machine.processServer() + " reports");
        lately(masterTarget(machine), ErrorCode.MASTER_TARGET_UNREACHABLE);
        log.accept("the master target " + machine.masterTarget() + " reports");
        space(machine.masterTarget(), bytes, log);
        return new Step.Done();
    }

    private static Peer processServer(ProtectedMachine machine) {
        return new Peer(Peer.Kind.PROCESS_SERVER, machine.processServer());
    }

    private static Peer masterTarget(ProtectedMachine machine) {
        return new Peer(Peer.Kind.MASTER_TARGET, machine.masterTarget());
    }

    /** Who may only not have come to it yet. */
    private Optional<Peer> unheard(Peer agent, ProtectedMachine machine) {
        return Duration.between(started, clock.instant()).compareTo(LATELY) > 0
                ? Optional.empty()
                : Stream.of(agent, processServer(machine), masterTarget(machine))
                        .filter(peer -> reports.lastHeard(peer).isEmpty()).findFirst();
    }

    private void lately(Peer peer, ErrorCode otherwise) throws JobFailure {
        Instant heard = reports.lastHeard(peer).orElse(Instant.EPOCH);
        if (Duration.between(heard, clock.instant()).compareTo(LATELY) > 0) {
            throw JobFailure.recoverable(otherwise, peer + " has not reported "
                    + (heard.equals(Instant.EPOCH) ? "since this server started" : "since " + heard));
        }
    }

    private void clocks(Peer agent, Consumer<String> log) throws JobFailure {
        Duration skew = reports.heard(agent).map(LiveReports.Heard::skew).orElse(Duration.ZERO);
        if (skew.abs().compareTo(MOST_SKEW) > 0) {
            throw JobFailure.recoverable(ErrorCode.CLOCK_SKEW,
                    "its clock is " + skew.toSeconds() + " s ahead of this server's");
        }
        log.accept("its clock is %.1f s ahead of this server's".formatted(skew.toMillis() * 1e-3));
    }

    private long disks(KnownMachine machine, List<UUID> disks, Consumer<String> log) throws JobFailure {
        long bytes = 0;
        for (UUID id : disks) {
            Disk disk = machine.disk(id).orElseThrow(
                    () -> JobFailure.forGood(ErrorCode.DISK_UNKNOWN, "disk " + id + " of " + machine.name()));
            if (disk.gone() || reports.disk(id).isEmpty()) {
                throw JobFailure.recoverable(ErrorCode.DISK_GONE,
                        "disk " + disk.name() + " of " + machine.name() + " is not there any more");
            }
            log.accept("disk " + disk.name() + " is there, " + disk.size() + " bytes");
            bytes += disk.size();
        }
        return bytes;
    }

    private void space(String target, long bytes, Consumer<String> log) throws JobFailure {
        MasterTargetReport report = reports.masterTarget(target).orElseThrow(
                () -> JobFailure.recoverable(ErrorCode.MASTER_TARGET_UNREACHABLE, target));
        long needed = (long) (bytes * SPACE_FOR_EACH_BYTE);
        if (report.load() != null && report.load().storeFree() < needed) {
            throw JobFailure.recoverable(ErrorCode.MASTER_TARGET_FULL, "the master target " + target + " has "
                    + report.load().storeFree() + " bytes left; these disks may need " + needed);
        }
        log.accept("the master target has room for " + needed + " bytes");
    }
}
