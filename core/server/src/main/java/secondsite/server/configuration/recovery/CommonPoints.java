package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.activity.ErrorCode;
import secondsite.api.host.KeptExportRequest;
import secondsite.api.recovery.CommonPoint;
import secondsite.api.replication.ReplicationGroup;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.point.PointChoice;
import secondsite.server.configuration.point.PointChoice.Chosen;
import secondsite.server.configuration.point.PointChoice.GroupPoint;
import secondsite.server.configuration.protection.GroupBook;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.ProtectionBook;
import secondsite.server.web.ProblemException;

/**
 * What machines go back to that are brought up together: those of one replication group to one group point. It is chosen once for all of
 * them, and kept from retention until the last of them has it, however long people take in between.
 */
@Singleton
public final class CommonPoints {

    private static final String HELD = "held-";
    private static final String BETWEEN = "\n";

    private final ProtectionBook protections;
    private final GroupBook groups;
    private final PointChoice points;
    private final CopyHosts hosts;

    @Inject
    CommonPoints(ProtectionBook protections, GroupBook groups, PointChoice points, CopyHosts hosts) {
        this.protections = protections;
        this.groups = groups;
        this.points = points;
        this.hosts = hosts;
    }

    /**
     * The newest group point of each replication group to which any of these machines belongs.
     *
     * @throws ProblemException when a group has none that all disks of all its members have, or that is not known
     */
    public List<CommonPoint> newest(Collection<UUID> machines) {
        Map<UUID, List<UUID>> members = new LinkedHashMap<>();
        machines.forEach(machine -> protections.find(machine).flatMap(ProtectedMachine::group)
                .ifPresent(group -> members.computeIfAbsent(group, _ -> new ArrayList<>()).add(machine)));
        return members.entrySet().stream().map(each -> newest(each.getKey(), each.getValue())).toList();
    }

    private CommonPoint newest(UUID group, List<UUID> machines) {
        String name = groups.find(group).map(ReplicationGroup::name).orElse(group.toString());
        try {
            GroupPoint point = points.group(machines.getFirst());
            return new CommonPoint(group, name, point.id(), point.time(), machines);
        } catch (ProblemException e) {
            throw new ProblemException(e.problem().code(), "replication group " + name + ": " + e.getMessage());
        }
    }

    /** What a machine is to be asked for. @return empty when none of these points is for it */
    public static Optional<UUID> of(UUID machine, List<CommonPoint> points) {
        return points.stream().filter(each -> each.machines().contains(machine)).map(CommonPoint::point).findFirst();
    }

    /**
     * Keeps all disks of a machine at a point. Done again it changes nothing.
     *
     * @param holder for whom; it lets go by {@link #release}
     * @param label  for people, at the master target
     */
    public void hold(UUID holder, UUID machine, UUID point, String label, JobContext job) throws JobFailure {
        ProtectedMachine known = protections.find(machine).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.NOT_PROTECTED, machine + " is not protected any more"));
        Chosen chosen = BringingUp.chosen(() -> points.of(machine, point.toString()));
        // Before anything is held: a server that dies in between has to find what may be.
        job.remember(HELD + machine, known.masterTarget() + BETWEEN
                + chosen.disks().keySet().stream().map(UUID::toString).collect(Collectors.joining(BETWEEN)));
        for (Map.Entry<UUID, String> disk : chosen.disks().entrySet()) {
            hosts.ask(known.masterTarget(), host -> host.keep(disk.getKey(), export(holder, disk.getKey()),
                    new KeptExportRequest(disk.getValue(), label)));
        }
    }

    private static UUID export(UUID holder, UUID disk) {
        return UUID.nameUUIDFromBytes((holder + "/" + disk).getBytes(StandardCharsets.UTF_8));
    }

    /** Lets go of what the same job held of a machine; not an error when that is nothing. */
    public void release(UUID holder, UUID machine, JobContext job) throws JobFailure {
        List<String> held = job.remembered(HELD + machine).map(text -> List.of(text.split(BETWEEN)))
                .orElse(List.of());
        for (String disk : held.stream().skip(1).toList()) {
            UUID id = UUID.fromString(disk);
            hosts.insist(held.getFirst(), host -> host.release(id, export(holder, id)));
        }
    }
}
