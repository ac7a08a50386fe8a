package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.AgentReport;
import secondsite.api.replication.EnablePreview;
import secondsite.api.site.MasterTargetReport;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.web.Peer;

/** What must hold before a machine can be protected. A job checks one by one, and the first that does not hold ends it; a preview looks at all. */
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

    /** One of them, and what to look at. */
    private record Prerequisite(EnablePreview.About about, Condition condition) {}

    private interface Condition {

        /** @return the evidence that it holds, for people */
        String hold() throws JobFailure;
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
        Peer server = processServer(machine.processServer());
        Peer target = masterTarget(machine.masterTarget());
        Optional<Peer> unheard = unheard(known.agent(), server, target);
        if (unheard.isPresent()) {
            return Settling
                    .again("waiting for " + unheard.get() + ", which has not reported since this server started");
        }
        for (Prerequisite each : of(known, server, target, disks)) {
            log.accept(each.condition().hold());
        }
        return new Step.Done();
    }

    /** Checks all of them, whatever does not hold. */
    List<EnablePreview.Check> look(KnownMachine machine, String processServer, String masterTarget, List<UUID> disks) {
        return of(machine, processServer(processServer), masterTarget(masterTarget), disks).stream()
                .map(Prerequisites::look).toList();
    }

    private static EnablePreview.Check look(Prerequisite each) {
        try {
            return new EnablePreview.Check(each.about(), null, each.condition().hold());
        } catch (JobFailure e) {
            return new EnablePreview.Check(each.about(), e.code(), e.getMessage());
        }
    }

    private List<Prerequisite> of(KnownMachine machine, Peer server, Peer target, List<UUID> disks) {
        return List.of(new Prerequisite(EnablePreview.About.AGENT, () -> agent(machine)),
                new Prerequisite(EnablePreview.About.CLOCK, () -> clock(machine.agent())),
                new Prerequisite(EnablePreview.About.DISKS, () -> disks(machine, disks)),
                new Prerequisite(EnablePreview.About.PROCESS_SERVER,
                        () -> lately(server, ErrorCode.PROCESS_SERVER_UNREACHABLE)),
                new Prerequisite(EnablePreview.About.MASTER_TARGET,
                        () -> lately(target, ErrorCode.MASTER_TARGET_UNREACHABLE)),
                new Prerequisite(EnablePreview.About.ROOM, () -> room(target.id(), machine, disks)));
    }

    private static Peer processServer(String name) {
        return new Peer(Peer.Kind.PROCESS_SERVER, name);
    }

    private static Peer masterTarget(String name) {
        return new Peer(Peer.Kind.MASTER_TARGET, name);
    }

    /** Who may only not have come to it yet. */
    private Optional<Peer> unheard(Peer... peers) {
        return Duration.between(started, clock.instant()).compareTo(LATELY) > 0
                ? Optional.empty()
                : Stream.of(peers).filter(peer -> reports.lastHeard(peer).isEmpty()).findFirst();
    }

    private String lately(Peer peer, ErrorCode otherwise) throws JobFailure {
        Instant heard = reports.lastHeard(peer).orElse(Instant.EPOCH);
        if (Duration.between(heard, clock.instant()).compareTo(LATELY) > 0) {
            throw JobFailure.recoverable(otherwise, peer + " has not reported "
                    + (heard.equals(Instant.EPOCH) ? "since this server started" : "since " + heard));
        }
        return peer + " reports";
    }

    private String agent(KnownMachine machine) throws JobFailure {
        lately(machine.agent(), ErrorCode.AGENT_SILENT);
        return "its agent reports: "
                + reports.agent(machine.machine().agent()).map(AgentReport::version).orElse("?");
    }

    private String clock(Peer agent) throws JobFailure {
        Duration skew = reports.heard(agent).map(LiveReports.Heard::skew).orElse(Duration.ZERO);
        if (skew.abs().compareTo(MOST_SKEW) > 0) {
            throw JobFailure.recoverable(ErrorCode.CLOCK_SKEW,
                    "its clock is " + skew.toSeconds() + " s ahead of this server's");
        }
        return "its clock is %.1f s ahead of this server's".formatted(skew.toMillis() * 1e-3);
    }

    private String disks(KnownMachine machine, List<UUID> disks) throws JobFailure {
        List<String> there = new ArrayList<>();
        for (UUID id : disks) {
            Disk disk = machine.disk(id).orElseThrow(
                    () -> JobFailure.forGood(ErrorCode.DISK_UNKNOWN, "disk " + id + " of " + machine.name()));
            if (disk.gone() || reports.disk(id).isEmpty()) {
                throw JobFailure.recoverable(ErrorCode.DISK_GONE,
                        "disk " + disk.name() + " of " + machine.name() + " is not there any more");
            }
            there.add("disk " + disk.name() + " is there, " + disk.size() + " bytes");
        }
        return String.join("; ", there);
    }

    private String room(String target, KnownMachine machine, List<UUID> disks) throws JobFailure {
        MasterTargetReport report = reports.masterTarget(target).orElseThrow(
                () -> JobFailure.recoverable(ErrorCode.MASTER_TARGET_UNREACHABLE, target));
        long bytes = disks.stream().flatMap(id -> machine.disk(id).stream()).mapToLong(Disk::size).sum();
        long needed = (long) (bytes * SPACE_FOR_EACH_BYTE);
        if (report.load() != null && report.load().storeFree() < needed) {
            throw JobFailure.recoverable(ErrorCode.MASTER_TARGET_FULL, "the master target " + target + " has "
                    + report.load().storeFree() + " bytes left; these disks may need " + needed);
        }
        return "the master target has room for " + needed + " bytes";
    }
}
