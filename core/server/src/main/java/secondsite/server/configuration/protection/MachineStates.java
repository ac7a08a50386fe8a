package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.Event;
import secondsite.api.replication.ProtectionState;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.protection.MachineLife.Happening;

/** Leads machines from one state to the next, and tells of it. */
@Singleton
public final class MachineStates {

    private static final String STATE = "machine.state";

    private final ProtectionBook book;
    private final Inventory inventory;
    private final Events events;
    private final InstantSource clock;

    @Inject
    public MachineStates(ProtectionBook book, Inventory inventory, Events events, InstantSource clock) {
        this.book = book;
        this.inventory = inventory;
        this.events = events;
        this.clock = clock;
    }

    /** Something happened to a machine. Where that leads nowhere from its state, as when it is told twice, nothing changes. */
    void happened(UUID machine, Happening happening) {
        Optional<ProtectionState> after = book.find(machine)
                .flatMap(now -> MachineLife.after(now.state(), happening));
        if (after.isPresent()) {
            book.change(change -> {
                happened(change, machine, happening);
                return null;
            });
        }
    }

    /** As part of a change. */
    void happened(ProtectionBook.Change change, UUID machine, Happening happening) {
        change.find(machine).ifPresent(now -> MachineLife.after(now.state(), happening).ifPresent(state -> {
            if (state == ProtectionState.UNPROTECTED) {
                change.remove(machine);
            } else {
                change.put(now.in(state, clock.instant()));
            }
            tell(change, machine, state);
        }));
    }

    /** A machine is in this state from now on. */
    void tell(ProtectionBook.Change change, UUID machine, ProtectionState state) {
        events.keep(change.transaction(), STATE,
                state == ProtectionState.RESYNC_REQUIRED ? Event.Severity.CRITICAL : Event.Severity.INFORMATION,
                machine.toString(), name(machine), null, state.name());
    }

    String name(UUID machine) {
        return inventory.machine(machine).map(KnownMachine::name).orElse(machine.toString());
    }
}
