package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import secondsite.api.Json;
import secondsite.api.activity.Event;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.FormerAgents;
import secondsite.server.configuration.store.FormerAgents.FormerAgent;
import secondsite.server.configuration.store.Machines.Machine;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.Peer;

/**
 * Which agent has a machine when it has gone to another place, and which had it before: those may come back at any time with disks that are
 * old, and are fenced off for good. In memory as in the database. Safe for use by several threads.
 */
@Singleton
public final class Succession {

    private final Inventory inventory;
    private final FormerAgents store;
    private final LiveReports live;
    private final Events events;
    private final AuditLog audit;
    private final Map<String, FormerAgent> former = new ConcurrentHashMap<>();

    @Inject
    Succession(Database database, Inventory inventory, FormerAgents store, LiveReports live, Events events,
            AuditLog audit) {
        this.inventory = inventory;
        this.store = store;
        this.live = live;
        this.events = events;
        this.audit = audit;
        database.read(store::all).forEach(each -> former.put(each.agent(), each));
    }

    /** What this agent had; empty when it has a machine now, or never had one. */
    public Optional<FormerAgent> former(String agent) {
        return Optional.ofNullable(former.get(agent));
    }

    /** Where agents that had this machine before have this disk still: files of their computers. */
    public Optional<String> oldFile(UUID machine, UUID disk) {
        return former.values().stream().filter(each -> each.machine().equals(machine))
                .map(each -> files(each).get(disk.toString())).filter(Objects::nonNull).findFirst();
    }

    private String files(UUID machine) {
        Map<String, String> files = new TreeMap<>();
        inventory.disks(machine).forEach(disk -> files.put(disk.id().toString(), disk.file()));
        return new String(Json.write(files), StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> files(FormerAgent of) {
        try {
            return Json.read(of.files().getBytes(StandardCharsets.UTF_8), Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the files of the former agent " + of.agent() + " cannot be read", e);
        }
    }

    /** Whether a machine was ever at another place: what its agent says of its computer says nothing of the machine. */
    public boolean moved(UUID machine) {
        return former.values().stream().anyMatch(each -> each.machine().equals(machine));
    }

    /** Whether this agent could take over a machine: it reports, and has no disks of its own. */
    public boolean free(String agent) {
        return live.agent(agent).isPresent() && (former.containsKey(agent) || inventory.machineOfAgent(agent)
                .filter(machine -> machine.disks().stream().allMatch(disk -> disk.gone())).isPresent());
    }

    /**
     * A machine is another agent's from now on. Nothing to do when it is already.
     *
     * @param epoch in which the machine is written at the new place
     * @param who   wants it
     * @throws secondsite.server.web.ProblemException when that agent has a machine with disks
     */
    public void handOver(UUID machine, String agent, int epoch, String who) {
        Machine now = inventory.machine(machine).orElseThrow(() -> Edits.conflict("there is no such machine"))
                .machine();
        if (now.agent().equals(agent)) {
            return;
        }
        if (!free(agent)) {
            throw Edits
                    .conflict("the agent " + agent + " does not report, or has disks of its own; let a new one join");
        }
        Optional<KnownMachine> empty = inventory.machineOfAgent(agent);
        empty.ifPresent(placeholder -> inventory.removeMachine(placeholder.id(), _ -> {
        }));
        var relieved = new FormerAgent(now.agent(), machine, epoch, files(machine));
        inventory.changeMachine(change -> {
            store.remove(change, agent);
            store.put(change, relieved);
            inventory.stores().machines().setAgent(change, machine, agent);
            tell(change, now, agent, who);
            return machine;
        });
        former.remove(agent);
        former.put(relieved.agent(), relieved);
        live.forget(new Peer(Peer.Kind.AGENT, relieved.agent()));
    }

    private void tell(Transaction change, Machine machine, String agent, String who) {
        String detail = "from agent " + machine.agent() + " to agent " + agent;
        audit.note(change, who, "machine handed over", machine.name(), detail);
        events.keep(change, "machine.handed-over", Event.Severity.INFORMATION, machine.id().toString(), machine.name(),
                null, detail);
    }

    /** The agent of a machine that runs elsewhere, without one, is fenced off. Nothing to do when it is already. Durable on return. */
    public void leave(UUID machine, int epoch) {
        inventory.machine(machine).map(known -> known.machine().agent()).filter(agent -> former(agent).isEmpty())
                .ifPresent(agent -> {
                    var left = new FormerAgent(agent, machine, epoch, files(machine));
                    inventory.changeMachine(change -> {
                        store.put(change, left);
                        return machine;
                    });
                    former.put(agent, left);
                });
    }

    /** A machine is removed, with all that is known of its agents. */
    void forget(UUID machine) {
        former.values().removeIf(each -> each.machine().equals(machine));
    }
}
