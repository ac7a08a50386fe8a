package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.server.configuration.inventory.MachinesOfPolicy;
import secondsite.server.configuration.policy.Subjects;

/** The machines that follow a policy because they are protected so, or would be because their group does. */
@Singleton
public final class PolicySubjects implements Subjects {

    private final ProtectionBook book;
    private final MachinesOfPolicy machines;

    @Inject
    public PolicySubjects(ProtectionBook book, MachinesOfPolicy machines) {
        this.book = book;
        this.machines = machines;
    }

    @Override
    public List<Subject> all() {
        return machines.all().stream().map(this::asProtected).toList();
    }

    @Override
    public List<Subject> using(UUID policy) {
        Set<UUID> following = machines.using(policy).stream().map(Subject::id)
                .collect(Collectors.toCollection(HashSet::new));
        book.all().forEach(machine -> {
            following.remove(machine.machine());
            if (machine.policy().equals(policy)) {
                following.add(machine.machine());
            }
        });
        return all().stream().filter(subject -> following.contains(subject.id())).toList();
    }

    /** Of a protected machine only the disks that are. */
    private Subject asProtected(Subject subject) {
        return book.find(subject.id())
                .map(machine -> new Subject(subject.id(), subject.name(), machine.masterTarget(), subject.disks()
                        .stream().filter(disk -> machine.disk(disk.id()).isPresent()).toList()))
                .orElse(subject);
    }

    @Override
    public Map<String, Long> free() {
        return machines.free();
    }
}
