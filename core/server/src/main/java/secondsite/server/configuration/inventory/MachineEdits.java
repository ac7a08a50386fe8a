package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import secondsite.api.Contact;
import secondsite.api.machine.MachineChange;
import secondsite.server.configuration.store.HostGroups;
import secondsite.server.configuration.store.Hosts;
import secondsite.server.configuration.store.Machines.Machine;
import secondsite.server.configuration.store.Transaction;

/** How people change what is kept of machines. */
@Singleton
public final class MachineEdits {

    private static final String NOUN = "machine";

    private final Inventory inventory;
    private final Edits edits;
    private final HostGroups groups;
    private final Hosts hosts;
    private final Uses uses;
    private final Contacts contacts;
    private final LiveReports live;
    private final TakenDisks taken;
    private final Succession succession;

    @Inject
    MachineEdits(Inventory inventory, Edits edits, HostGroups groups, Hosts hosts, Uses uses, Contacts contacts,
            LiveReports live, TakenDisks taken, Succession succession) {
        this.inventory = inventory;
        this.edits = edits;
        this.groups = groups;
        this.hosts = hosts;
        this.uses = uses;
        this.contacts = contacts;
        this.live = live;
        this.taken = taken;
        this.succession = succession;
    }

    /** What is null in the change stays as it is. */
    public KnownMachine change(UUID id, MachineChange wanted, String who) {
        if (wanted.name() != null) {
            Fields.name("name", wanted.name(), Fields.NAME);
        }
        KnownMachine changed = inventory.changeMachine(change -> {
            Machine before = existing(id).machine();
            var now = new Machine(id, before.agent(), Optional.ofNullable(wanted.name()).orElse(before.name()),
                    Optional.ofNullable(wanted.group()).or(before::group),
                    Optional.ofNullable(wanted.host()).or(before::host), before.facts(), before.firstSeen(),
                    before.lastSeen());
            check(change, wanted, id);
            inventory.stores().machines().update(change, now);
            edits.note(change, action("changed", now, who));
            return id;
        });
        edits.tell(action("changed", changed.machine(), who));
        return changed;
    }

    private void check(Transaction change, MachineChange wanted, UUID id) {
        if (wanted.group() != null) {
            Edits.named("group", "host group", groups.find(change, wanted.group()));
        }
        if (wanted.host() != null) {
            Edits.named("host", "host", hosts.find(change, wanted.host()));
        }
        if (wanted.name() != null && inventory.machines().stream()
                .anyMatch(other -> !other.id().equals(id) && other.name().equalsIgnoreCase(wanted.name()))) {
            throw Edits.conflict("'name': there is a machine " + Fields.quoted(wanted.name()) + " already");
        }
    }

    /** Forgets a machine whose agent is gone and that nobody needs. */
    public void remove(UUID id, String who) {
        KnownMachine machine = existing(id);
        if (contacts.of(machine.agent()) == Contact.HEARD) {
            throw Edits.conflict("the agent " + machine.machine().agent()
                    + " still reports; uninstall it or revoke its certificate first");
        }
        Edits.Action action = action("removed", machine.machine(), who);
        inventory.removeMachine(id, change -> {
            uses.ofMachine(change, id).ifPresent(why -> {
                throw Edits.conflict(machine.name() + " cannot be removed: " + why);
            });
            edits.note(change, action);
        });
        live.forget(machine.agent());
        succession.forget(id);
        taken.set(id, Set.of());
        edits.tell(action);
    }

    private KnownMachine existing(UUID id) {
        return Edits.existing(NOUN, inventory.machine(id));
    }

    private static Edits.Action action(String verb, Machine machine, String who) {
        return new Edits.Action(NOUN, verb, machine.id(), machine.name(), "agent " + machine.agent() + ", group "
                + said(machine.group()) + ", host " + said(machine.host()), who);
    }

    private static String said(Optional<UUID> id) {
        return id.map(UUID::toString).orElse("none");
    }
}
