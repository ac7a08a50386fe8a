package secondsite.agent.management;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.DiskReport;
import secondsite.engine.file.NoSpaceException;

/**
 * Brings the machine's disks to what an assignment says: protects those that it names, and only serves all others. A disk with which
 * that fails is tried again with each {@link #look}; the others go on. Changed by one thread at a time.
 */
final class AssignedDisks {

    private static final Logger LOG = LoggerFactory.getLogger(AssignedDisks.class);

    private final List<ManagedDisk> disks;
    private volatile Map<UUID, ReportedProblem> problems = Map.of();
    private volatile List<UUID> unknown = List.of();
    private Map<UUID, DiskAssignment> assigned = Map.of();

    AssignedDisks(List<ManagedDisk> disks) {
        this.disks = List.copyOf(disks);
    }

    /** Carries out this assignment from now on. */
    void carryOut(AgentAssignment assignment) {
        assigned = assignment.disks().stream()
                .collect(Collectors.toMap(DiskAssignment::disk, Function.identity(), (first, _) -> first));
        Set<UUID> missing = new HashSet<>(assigned.keySet());
        disks.forEach(disk -> missing.remove(disk.id()));
        unknown = missing.stream().sorted().toList();
        unknown.forEach(id -> LOG.error("disk {} is to be protected, but this agent does not have it", id));
        change(disks);
    }

    /** Tries again what failed. */
    void look() {
        change(disks.stream().filter(disk -> problems.containsKey(disk.id())).toList());
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
            return Optional.of(ReportedException.problem(e, codeOf(e)));
        }
    }

    private static ErrorCode codeOf(Exception e) {
        return e instanceof NoSpaceException ? ErrorCode.OUT_OF_SPACE : ErrorCode.REPLICATION_STOPPED;
    }

    /** What keeps the assignment from being carried out on this disk. */
    List<ReportedProblem> problems(UUID disk) {
        return Optional.ofNullable(problems.get(disk)).map(List::of).orElse(List.of());
    }

    /** What is told of disks that are assigned and that nobody has here. */
    List<DiskReport> unknown() {
        var reports = new ArrayList<DiskReport>();
        for (UUID disk : unknown) {
            var problem = new ReportedProblem(ErrorCode.DISK_UNKNOWN, "no disk with this id is served here");
            reports.add(new DiskReport(disk, DiskReport.State.UNPROTECTED, null, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                    null, null, List.of(problem)));
        }
        return reports;
    }
}
