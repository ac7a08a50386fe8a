package secondsite.server.configuration.protection;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import secondsite.api.replication.AppConsistency;
import secondsite.api.replication.ProtectionState;

/**
 * A machine whose protection has begun.
 *
 * @param agent         name of its agent
 * @param since         when its state began
 * @param resyncAllowed whether a resync that is required may run now
 * @param disks         by name
 */
public record ProtectedMachine(UUID machine, String agent, ProtectionState state, Instant since,
        boolean paused, boolean resyncAllowed, UUID policy, String processServer, String masterTarget, int epoch,
        Optional<UUID> group, AppConsistency applications, List<ProtectedDisk> disks) {

    public ProtectedMachine {
        disks = disks.stream().sorted(Comparator.comparing(ProtectedDisk::name).thenComparing(ProtectedDisk::disk))
                .toList();
    }

    public Optional<ProtectedDisk> disk(UUID id) {
        return disks.stream().filter(disk -> disk.disk().equals(id)).findFirst();
    }

    ProtectedMachine in(ProtectionState other, Instant now) {
        return new ProtectedMachine(machine, agent, other, now, paused, resyncAllowed, policy, processServer,
                masterTarget, epoch, group, applications, disks);
    }

    ProtectedMachine paused(boolean nowPaused) {
        return new ProtectedMachine(machine, agent, state, since, nowPaused, resyncAllowed, policy,
                processServer, masterTarget, epoch, group, applications, disks);
    }

    ProtectedMachine allowingResync(boolean allowed) {
        return new ProtectedMachine(machine, agent, state, since, paused, allowed, policy, processServer,
                masterTarget, epoch, group, applications, disks);
    }

    ProtectedMachine following(UUID other) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, other, processServer,
                masterTarget, epoch, group, applications, disks);
    }

    ProtectedMachine over(String otherProcessServer, String otherMasterTarget) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, policy,
                otherProcessServer, otherMasterTarget, epoch, group, applications, disks);
    }

    ProtectedMachine inGroup(Optional<UUID> other) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, policy, processServer,
                masterTarget, epoch, other, applications, disks);
    }

    ProtectedMachine quietedBy(AppConsistency other) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, policy, processServer,
                masterTarget, epoch, group, other, disks);
    }

    ProtectedMachine withDisks(List<ProtectedDisk> others) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, policy, processServer,
                masterTarget, epoch, group, applications, others);
    }

    ProtectedMachine with(ProtectedDisk more) {
        return withDisks(Stream.concat(disks.stream(), Stream.of(more)).toList());
    }

    ProtectedMachine withDisk(UUID id, UnaryOperator<ProtectedDisk> changed) {
        return withDisks(disks.stream().map(disk -> disk.disk().equals(id) ? changed.apply(disk) : disk).toList());
    }

    ProtectedMachine without(UUID id) {
        return withDisks(disks.stream().filter(disk -> !disk.disk().equals(id)).toList());
    }
}
