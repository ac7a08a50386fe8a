package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.SystemFacts;
import secondsite.api.replication.EnablePreview;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.ProtectionAction;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.KnownSystems;
import secondsite.server.configuration.store.Disks.Disk;

/** Says what protecting a machine would be; nothing is changed. */
@Singleton
public final class EnablePreviews {

    private final Situations situations;
    private final Choices choices;
    private final Prerequisites prerequisites;
    private final KnownSystems systems;

    @Inject
    public EnablePreviews(Situations situations, Choices choices, Prerequisites prerequisites, KnownSystems systems) {
        this.situations = situations;
        this.choices = choices;
        this.prerequisites = prerequisites;
        this.systems = systems;
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
                prerequisites.look(machine, server, target, ids),
                systems.of(id).map(system -> boot(system, ids)).orElse(List.of()));
    }

    /** The agent does not know which of its disks are chosen. */
    private static List<BootCheck> boot(SystemFacts system, List<UUID> chosen) {
        List<String> leftOut = SystemFacts.neededToStart(system.devices()).stream()
                .filter(device -> !chosen.contains(device.disk())).map(DeviceFacts::name).toList();
        return system.boot().stream()
                .map(check -> check.about() == BootCheck.About.BOOT_DISKS && check.holds() && !leftOut.isEmpty()
                        ? new BootCheck(check.about(), ErrorCode.BOOT_DISK_LEFT_OUT,
                                "not chosen: " + String.join(", ", leftOut))
                        : check)
                .toList();
    }
}
