package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.site.Host;
import secondsite.server.configuration.store.HostGroups;
import secondsite.server.configuration.store.Hosts;
import secondsite.server.configuration.store.Transaction;

/** The hosts on which machines run, and how people change them. */
@Singleton
public final class KnownHosts {

    private static final String NOUN = "host";

    private final Edits edits;
    private final Hosts hosts;
    private final HostGroups groups;
    private final Inventory inventory;

    @Inject
    KnownHosts(Edits edits, Hosts hosts, HostGroups groups, Inventory inventory) {
        this.edits = edits;
        this.hosts = hosts;
        this.groups = groups;
        this.inventory = inventory;
    }

    /** By name. */
    public List<Host> all() {
        return edits.read(hosts::all);
    }

    public Host add(Host wanted, String who) {
        Edits.refuseId(wanted.id());
        var host = checked(UUID.randomUUID(), wanted);
        edits.write(action("added", host, who), change -> {
            check(change, host);
            hosts.add(change, host);
        });
        return host;
    }

    public Host change(UUID id, Host wanted, String who) {
        Edits.refuseOther(id, wanted.id());
        var host = checked(id, wanted);
        edits.write(action("changed", host, who), change -> {
            Edits.existing(NOUN, hosts.find(change, id));
            check(change, host);
            hosts.update(change, host);
        });
        return host;
    }

    public void remove(UUID id, String who) {
        Host host = Edits.existing(NOUN, edits.read(all -> hosts.find(all, id)));
        edits.write(action("removed", host, who), change -> {
            Edits.existing(NOUN, hosts.find(change, id));
            inventory.machines().stream().filter(known -> known.machine().host().equals(Optional.of(id))).findFirst()
                    .ifPresent(known -> {
                        throw Edits.conflict("the machine " + known.name() + " runs on this host; say first that it "
                                + "runs on another one");
                    });
            hosts.remove(change, id);
        });
    }

    private void check(Transaction change, Host host) {
        Edits.refuseTaken(NOUN, hosts.all(change).stream().filter(other -> !other.id().equals(host.id())).toList(),
                Host::name, host.name());
        Edits.named("group", "host group", groups.find(change, host.group()));
    }

    private static Host checked(UUID id, Host wanted) {
        return new Host(id, Fields.name("name", wanted.name(), Fields.NAME), Fields.host("address", wanted.address()),
                Fields.name("platform", wanted.platform(), Fields.NAME), Fields.given("group", wanted.group()));
    }

    private static Edits.Action action(String verb, Host host, String who) {
        return new Edits.Action(NOUN, verb, host.id(), host.name(),
                host.platform() + " at " + host.address() + ", group " + host.group(), who);
    }
}
