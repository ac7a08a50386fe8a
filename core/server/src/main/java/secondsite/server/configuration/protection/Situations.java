package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.replication.AllowedAction;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.replication.ProtectionState;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.inventory.Succession;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.web.ProblemException;

/** What may be done with a machine now. */
@Singleton
public final class Situations {

    private final Inventory inventory;
    private final ProtectionBook book;
    private final Jobs jobs;
    private final OpenFailovers failovers;
    private final Succession succession;

    @Inject
    public Situations(Inventory inventory, ProtectionBook book, Jobs jobs, OpenFailovers failovers,
            Succession succession) {
        this.inventory = inventory;
        this.book = book;
        this.jobs = jobs;
        this.failovers = failovers;
        this.succession = succession;
    }

    /** @throws ProblemException when there is none */
    public KnownMachine machine(UUID id) {
        return inventory.machine(id)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such machine"));
    }

    /** All actions, and why some are not allowed. */
    List<AllowedAction> actions(UUID machine) {
        return MachineLife.actions(of(machine(machine)));
    }

    /** Disks that are there and not protected. */
    List<Disk> spareDisks(KnownMachine machine) {
        return machine.disks().stream().filter(disk -> !disk.gone() && book.ofDisk(disk.id()).isEmpty()).toList();
    }

    private MachineLife.Situation of(KnownMachine machine) {
        Optional<ProtectedMachine> known = book.find(machine.id());
        return new MachineLife.Situation(known.map(ProtectedMachine::state).orElse(ProtectionState.UNPROTECTED),
                known.filter(ProtectedMachine::paused).isPresent(), jobs.running(machine.id().toString()).isPresent(),
                true, known.map(now -> now.disks().size()).orElse(0), spareDisks(machine).size(),
                failovers.of(machine.id()).stream().anyMatch(open -> open.kind() == FailoverKind.TEST),
                succession.former(machine.machine().agent()).isPresent());
    }

    /** Why this may not be done now; empty when it may. */
    public Optional<ErrorCode> refusal(ProtectionAction action, UUID id) {
        return MachineLife.refusal(action, of(machine(id)));
    }

    /** @throws ProblemException when this may not be done now, with the reason */
    public void require(ProtectionAction action, UUID id) {
        KnownMachine machine = machine(id);
        Optional<ErrorCode> reason = refusal(action, id);
        if (reason.isPresent()) {
            throw new ProblemException(ProblemCode.CONFLICT, "'" + action + "' of machine " + machine.name()
                    + " is not allowed now: " + reason.get());
        }
    }

    /** The machine's protection. @throws ProblemException when there is none */
    public ProtectedMachine protection(UUID id) {
        return book.find(id).orElseThrow(() -> new ProblemException(ProblemCode.CONFLICT,
                machine(id).name() + " is not protected: " + ErrorCode.NOT_PROTECTED));
    }
}
