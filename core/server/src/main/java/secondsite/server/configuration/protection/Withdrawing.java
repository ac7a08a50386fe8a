package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.Succession;
import secondsite.server.configuration.protection.MachineLife.Happening;

/** Ends the protection of a machine: replication first, then what is kept of it is asked to be destroyed where that is wanted. */
@Singleton
public final class Withdrawing {

    private final ProtectionBook book;
    private final LettingGo lettingGo;
    private final ReplicaDeletion deletion;
    private final MachineStates states;
    private final Succession succession;

    @Inject
    public Withdrawing(ProtectionBook book, LettingGo lettingGo, ReplicaDeletion deletion, MachineStates states,
            Succession succession) {
        this.book = book;
        this.lettingGo = lettingGo;
        this.deletion = deletion;
        this.states = states;
        this.succession = succession;
    }

    /** Goes on with it; done when the machine is unprotected. */
    Step step(UUID id, JobContext job) throws JobFailure {
        states.happened(id, Happening.DISABLED);
        ProtectedMachine machine = book.find(id).orElse(null);
        if (machine == null) {
            return new Step.Done();
        }
        // Its disks leave the assignment, and the source must not write for that.
        machine.fence().epoch().ifPresent(epoch -> succession.leave(id, epoch));
        Step step = lettingGo.step(id, LettingGo.all(machine), job);
        if (step instanceof Step.Done) {
            deletion.request(machine.masterTarget(), machine.disks(), job);
            states.happened(id, Happening.GONE);
        }
        return step;
    }
}
