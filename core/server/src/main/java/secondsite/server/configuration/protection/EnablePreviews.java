package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import secondsite.api.replication.EnablePreview;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.ProtectionAction;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.store.Disks.Disk;

/** Says what protecting a machine would be; nothing is changed. */
@Singleton
public final class EnablePreviews {

    private final Situations situations;
    private final Choices choices;
    private final Prerequisites prerequisites;

    @Inject
    public EnablePreviews(Situations situations, Choices choices, Prerequisites prerequisites) {
        this.situations = situations;
        this.choices = choices;
        this.prerequisites = prerequisites;
    }

    /** The same choices, and refusals of those that cannot be made, as when it is ordered. */
    public EnablePreview enabling(UUID id, EnableRequest wanted) {
        KnownMachine machine = situations.machine(id);
        String server = choices.processServer(wanted.processServer());
        String target = choices.masterTarget(wanted.masterTarget());
        List<Disk> disks = Choices.disks(wanted.disks(), situations.spareDisks(machine));
        List<UUID> ids = disks.stream().map(Disk::id).toList();
        return new EnablePreview(choices.policy(wanted.policy(), machine).id(), server, target, ids,
                disks.stream().mapToLong(Disk::size).sum(),
                situations.refusal(ProtectionAction.ENABLE, id).orElse(null),
                prerequisites.look(machine, server, target, ids));
    }
}
