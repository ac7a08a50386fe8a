package secondsite.agent.management;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.mirror.GuestAwayException;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.ServedDisk;
import secondsite.engine.file.NoSpaceException;

/**
 * Brings the machine's disks to what an assignment says: has those that it wants besides, protects those that it names, and only serves all
 * others. A disk with which that fails is tried again with each {@link #look}; the others go on. Changed by one thread at a time.
 */
final class AssignedDisks {

    private static final Logger LOG = LoggerFactory.getLogger(AssignedDisks.class);

    private final List<ManagedDisk> disks;
    private final FurtherDisks further;
    private volatile Map<UUID, ReportedProblem> problems = Map.of();
    private volatile Map<UUID, ReportedProblem> notServed = Map.of();
    private volatile Map<UUID, DiskAssignment> assigned = Map.of();
    private List<ServedDisk> served = List.of();

    /**
     * @param disks   those of the machine now, looked at anew each time
     * @param further has its disks among them
     */
    AssignedDisks(List<ManagedDisk> disks, FurtherDisks further) {
        this.disks = disks;
        this.further = further;
    }

    /** Carries out this assignment from now on. */
    void carryOut(AgentAssignment assignment) {
        served = assignment.served().stream().filter(disk -> disk.disk() != null).toList();
        assigned = assignment.disks().stream()
                .collect(Collectors.toMap(DiskAssignment::disk, Function.identity(), (first, _) -> first));
        serve();
        missingOf(assigned.keySet())
                .forEach(id -> LOG.error("disk {} is to be protected, but this agent does not have it", id));
        change(disks);
        endOthers();
    }

    /** Tries again what failed. */
    void look() {
        Set<UUID> before = disks.stream().map(ManagedDisk::id).collect(Collectors.toSet());
        serve();
        change(disks.stream().filter(disk -> problems.containsKey(disk.id()) || !before.contains(disk.id()))
                .toList());
        endOthers();
    }

    private void serve() {
        var failed = new HashMap<UUID, ReportedProblem>();
        for (ServedDisk wanted : served) {
            try {
                further.serve(wanted);
            } catch (IOException | RuntimeException e) {
                var problem = ReportedException.problem(e, codeOf(e, ErrorCode.DISK_UNKNOWN));
                failed.put(wanted.disk(), problem);
                if (!problem.equals(notServed.get(wanted.disk()))) {
                    LOG.error("disk {}: it cannot be served yet: {}", wanted.disk(), problem.detail());
                }
            }
        }
        notServed = Map.copyOf(failed);
    }

    /** One that is protected stays until it is not: what was written to it is not at the target yet. */
    private void endOthers() {
        Set<UUID> wanted = served.stream().map(ServedDisk::disk).collect(Collectors.toSet());
        Set<UUID> ours = further.served();
        for (ManagedDisk disk : disks) {
            UUID id = disk.id();
            if (ours.contains(id) && !wanted.contains(id) && !assigned.containsKey(id) && !disk.isProtected()) {
                end(id);
            }
        }
    }

    private void end(UUID disk) {
        try {
            further.end(disk);
            LOG.info("disk {}: it is served no more, and its file stays", disk);
        } catch (IOException e) {
            LOG.error("disk {}: it is served no more, and could not be closed in order: {}", disk, e.getMessage());
        }
    }

    private void change(List<ManagedDisk> which) {
        var failed = new HashMap<>(problems);
        for (ManagedDisk disk : which) {
            Optional<ReportedProblem> failure = change(disk);
            failure.ifPresentOrElse(problem -> failed.put(disk.id(), problem), () -> failed.remove(disk.id()));
        }
        problems = Map.copyOf(failed);
    }

    private Optional<ReportedProblem> change(ManagedDisk disk) {
        DiskAssignment wanted = assigned.get(disk.id());
        try {
            if (wanted == null) {
                disk.unprotect();
            } else {
                disk.protect(wanted);
            }
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.error("disk {}: it cannot be {} yet: {}", disk.id(), wanted == null ? "unprotected" : "protected",
                    e.getMessage());
            return Optional.of(ReportedException.problem(e, codeOf(e, ErrorCode.REPLICATION_STOPPED)));
        }
    }

    private static ErrorCode codeOf(Exception e, ErrorCode otherwise) {
        return switch (e) {
            case NoSpaceException _ -> ErrorCode.OUT_OF_SPACE;
            case GuestAwayException _ -> ErrorCode.GUEST_AWAY;
            default -> otherwise;
        };
    }

    /** What keeps the assignment from being carried out on this disk. */
    List<ReportedProblem> problems(UUID disk) {
        return Stream.of(notServed.get(disk), problems.get(disk)).filter(Objects::nonNull).toList();
    }

    /** What is told of disks that are assigned and that are not here. */
    List<DiskReport> missing() {
        var reports = new ArrayList<DiskReport>();
        Set<UUID> wanted = new HashSet<>(assigned.keySet());
        wanted.addAll(notServed.keySet());
        for (UUID disk : missingOf(wanted)) {
            ReportedProblem problem = notServed.getOrDefault(disk,
                    new ReportedProblem(ErrorCode.DISK_UNKNOWN, "no disk with this id is served here"));
            reports.add(new DiskReport(disk, DiskReport.State.UNPROTECTED, null, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                    null, null, List.of(problem)));
        }
        return reports;
    }

    private List<UUID> missingOf(Set<UUID> wanted) {
        Set<UUID> missing = new TreeSet<>(wanted);
        disks.forEach(disk -> missing.remove(disk.id()));
        return List.copyOf(missing);
    }
}
