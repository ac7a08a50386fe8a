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
 * @param fence         what is refused of its source
 */
public record ProtectedMachine(UUID machine, String agent, ProtectionState state, Instant since,
        boolean paused, boolean resyncAllowed, UUID policy, String processServer, String masterTarget, int epoch,
        Optional<UUID> group, AppConsistency applications, List<ProtectedDisk> disks, Fence fence) {

    public ProtectedMachine {
        disks = disks.stream().sorted(Comparator.comparing(ProtectedDisk::name).thenComparing(ProtectedDisk::disk))
                .toList();
    }

    /** One that was not failed over. */
    public ProtectedMachine(UUID machine, String agent, ProtectionState state, Instant since, boolean paused,
            boolean resyncAllowed, UUID policy, String processServer, String masterTarget, int epoch,
            Optional<UUID> group, AppConsistency applications, List<ProtectedDisk> disks) {
        this(machine, agent, state, since, paused, resyncAllowed, policy, processServer, masterTarget, epoch, group,
                applications, disks, Fence.NONE);
    }

    /**
     * What is refused of a machine's source, since it was failed over.
     *
     * @param epoch in which it was failed over: the source refuses writes; empty when it may write
     * @param least what it wrote in an older epoch is not taken on its way
     */
    public record Fence(Optional<Integer> epoch, int least) {

        static final Fence NONE = new Fence(Optional.empty(), 1);

        public boolean up() {
            return epoch.isPresent();
        }

        /** Whether what the source wrote before is refused on its way, too. */
        boolean closed() {
            return epoch.filter(failedOver -> least >= failedOver).isPresent();
        }
    }

    ProtectedMachine fenced(int failedOver, boolean closed) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, policy, processServer,
                masterTarget, epoch, group, applications, disks,
                new Fence(Optional.of(failedOver), closed ? failedOver : fence.least()));
    }

    /**
     * Its source may write again. What was under way of it when the fence came is still taken where it was before, and what has to be
     * compared is compared at once.
     */
    ProtectedMachine released(int newer) {
        return new ProtectedMachine(machine, agent, state, since, paused, true, policy, processServer,
                masterTarget, newer, group, applications, disks.stream().map(disk -> disk.writtenIn(newer)).toList(),
                new Fence(Optional.empty(), fence.least()));
    }

    /** It runs at another place, written in this epoch, and nothing of it is captured yet. */
    ProtectedMachine at(String otherAgent, int newer) {
        return new ProtectedMachine(machine, otherAgent, state, since, paused, resyncAllowed, policy, processServer,
                masterTarget, newer, Optional.empty(), AppConsistency.NONE,
                disks.stream().map(disk -> disk.writtenIn(newer).in(ProtectedDisk.Stage.LEFT)).toList(),
                new Fence(Optional.empty(), newer));
    }

    public Optional<ProtectedDisk> disk(UUID id) {
        return disks.stream().filter(disk -> disk.disk().equals(id)).findFirst();
    }

    ProtectedMachine in(ProtectionState other, Instant now) {
        return new ProtectedMachine(machine, agent, other, now, paused, resyncAllowed, policy, processServer,
                masterTarget, epoch, group, applications, disks, fence);
    }

    ProtectedMachine paused(boolean nowPaused) {
        return new ProtectedMachine(machine, agent, state, since, nowPaused, resyncAllowed, policy,
                processServer, masterTarget, epoch, group, applications, disks, fence);
    }

    ProtectedMachine allowingResync(boolean allowed) {
        return new ProtectedMachine(machine, agent, state, since, paused, allowed, policy, processServer,
                masterTarget, epoch, group, applications, disks, fence);
    }

    ProtectedMachine following(UUID other) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, other, processServer,
                masterTarget, epoch, group, applications, disks, fence);
    }

    ProtectedMachine over(String otherProcessServer, String otherMasterTarget) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, policy,
                otherProcessServer, otherMasterTarget, epoch, group, applications, disks, fence);
    }

    ProtectedMachine inGroup(Optional<UUID> other) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, policy, processServer,
                masterTarget, epoch, other, applications, disks, fence);
    }

    ProtectedMachine quietedBy(AppConsistency other) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, policy, processServer,
                masterTarget, epoch, group, other, disks, fence);
    }

    ProtectedMachine withDisks(List<ProtectedDisk> others) {
        return new ProtectedMachine(machine, agent, state, since, paused, resyncAllowed, policy, processServer,
                masterTarget, epoch, group, applications, others, fence);
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
