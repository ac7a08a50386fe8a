package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.machine.DiskReport;
import secondsite.api.site.HostGroup;
import secondsite.server.configuration.policy.Policies;
import secondsite.server.configuration.policy.Subjects;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.web.Peer;

/** The machines that follow a policy because their group does. */
public final class MachinesOfPolicy implements Subjects {

    private final Inventory inventory;
    private final LiveReports live;
    private final KnownGroups groups;
    private final Policies policies;

    @Inject
    public MachinesOfPolicy(Inventory inventory, LiveReports live, KnownGroups groups, Policies policies) {
        this.inventory = inventory;
        this.live = live;
        this.groups = groups;
        this.policies = policies;
    }

    @Override
    public List<Subject> all() {
        return inventory.machines().stream().map(this::subject).toList();
    }

    @Override
    public List<Subject> using(UUID policy) {
        UUID standard = policies.standard().id();
        Set<UUID> following = groups.all().stream()
                .filter(group -> Optional.ofNullable(group.policy()).orElse(standard).equals(policy))
                .map(HostGroup::id).collect(Collectors.toSet());
        return inventory.machines().stream()
                .filter(machine -> machine.machine().group().filter(following::contains).isPresent())
                .map(this::subject).toList();
    }

    private Subject subject(KnownMachine machine) {
        List<Disk> disks = machine.disks().stream().filter(disk -> !disk.gone()).toList();
        String target = inventory.servers(Peer.Kind.MASTER_TARGET).stream().map(server -> server.key().name())
                .filter(name -> disks.stream().anyMatch(disk -> live.kept(disk.id(), name).isPresent())).findFirst()
                .orElse("");
        return new Subject(machine.id(), machine.name(), target, disks.stream().map(this::disk).toList());
    }

    private SubjectDisk disk(Disk disk) {
        Optional<DiskReport> report = live.disk(disk.id()).filter(each -> each.spoolLimit() > 0);
        // Its base image is counted as whole: it grows to that without being asked.
        long kept = live.kept(disk.id()).map(each -> disk.size() + each.journalBytes()).orElse(0L);
        return new SubjectDisk(disk.id(), disk.size(), report.map(DiskReport::spoolLimit).map(OptionalLong::of)
                .orElse(OptionalLong.empty()), kept);
    }

    @Override
    public Map<String, Long> free() {
        Map<String, Long> free = new HashMap<>();
        inventory.servers(Peer.Kind.MASTER_TARGET).stream().map(server -> server.key().name())
                .forEach(name -> live.masterTarget(name).map(report -> report.load())
                        .ifPresent(load -> free.put(name, load.storeFree())));
        return free;
    }
}
