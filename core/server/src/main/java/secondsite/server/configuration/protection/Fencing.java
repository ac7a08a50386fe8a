package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import secondsite.server.configuration.protection.MachineLife.Happening;

/** Failovers as the protection of a machine sees them: who may write in which epoch, and the states that lead through one. */
@Singleton
public final class Fencing {

    private final ProtectionBook book;
    private final MachineStates states;

    @Inject
    public Fencing(ProtectionBook book, MachineStates states) {
        this.book = book;
        this.states = states;
    }

    /** A failover of a machine begins. */
    public void begun(ProtectionBook.Change change, UUID machine) {
        states.happened(change, machine, Happening.FAILOVER);
    }

    /** Its copy runs. */
    public void up(ProtectionBook.Change change, UUID machine) {
        states.happened(change, machine, Happening.UP);
    }

    /** The copy is the machine. */
    public void committed(ProtectionBook.Change change, UUID machine) {
        states.happened(change, machine, Happening.COMMITTED);
    }

    /**
     * The source of a machine refuses writes from now on, in a new epoch unless it does already. Durable on return.
     *
     * @param closed whether nothing more that it wrote before is taken either
     */
    public void fence(UUID machine, boolean closed) {
        boolean so = book.find(machine).map(ProtectedMachine::fence)
                .filter(fence -> fence.up() && (fence.closed() || !closed)).isPresent();
        if (!so) {
            book.change(change -> {
                change.find(machine).ifPresent(now -> change.put(now.fenced(
                        now.fence().epoch().orElseGet(() -> change.nextEpoch(machine)), closed)));
                return null;
            });
        }
    }

    /** There is no copy any more: the source is the machine as before, in a newer epoch if it refused writes. */
    public void takenBack(ProtectionBook.Change change, UUID machine) {
        change.find(machine).filter(now -> now.fence().up())
                .ifPresent(now -> change.put(now.released(change.nextEpoch(machine))));
        states.happened(change, machine, Happening.TAKEN_BACK);
    }
}
