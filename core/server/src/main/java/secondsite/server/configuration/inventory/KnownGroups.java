package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.site.HostGroup;
import secondsite.server.configuration.policy.Policies;
import secondsite.server.configuration.store.HostGroups;
import secondsite.server.configuration.store.Hosts;
import secondsite.server.configuration.store.Settings;
import secondsite.server.configuration.store.Sites;
import secondsite.server.configuration.store.Transaction;

/** The groups of hosts and machines, and how people change them. There is always one into which new machines fall. */
@Singleton
public final class KnownGroups {

    /** Setting with the id of the group into which new machines fall. */
    static final String OF_NEW_MACHINES = "group.of-new-machines";

    private static final String NOUN = "host group";

    private final Edits edits;
    private final HostGroups groups;
    private final Sites sites;
    private final Hosts hosts;
    private final Settings settings;
    private final Inventory inventory;
    private final Policies policies;

    @Inject
    KnownGroups(Edits edits, HostGroups groups, Sites sites, Hosts hosts, Settings settings, Inventory inventory,
            Policies policies) {
        this.edits = edits;
        this.groups = groups;
        this.sites = sites;
        this.hosts = hosts;
        this.settings = settings;
        this.inventory = inventory;
        this.policies = policies;
    }

    /** By name. */
    public List<HostGroup> all() {
        return edits.read(groups::all);
    }

    public Optional<HostGroup> find(UUID id) {
        return edits.read(all -> groups.find(all, id));
    }

    /** The group into which new machines fall. */
    UUID ofNewMachines() {
        return settings.find(OF_NEW_MACHINES).map(UUID::fromString)
                .orElseThrow(() -> new IllegalStateException("there is no group for new machines"));
    }

    public HostGroup add(HostGroup wanted, String who) {
        Edits.refuseId(wanted.id());
        var group = checked(UUID.randomUUID(), wanted);
        edits.write(action("added", group, who), change -> {
            check(change, group);
            groups.add(change, group);
        });
        return group;
    }

    public HostGroup change(UUID id, HostGroup wanted, String who) {
        Edits.refuseOther(id, wanted.id());
        var group = checked(id, wanted);
        edits.write(action("changed", group, who), change -> {
            Edits.existing(NOUN, groups.find(change, id));
            check(change, group);
            groups.update(change, group);
        });
        return group;
    }

    public void remove(UUID id, String who) {
        HostGroup group = Edits.existing(NOUN, find(id));
        edits.write(action("removed", group, who), change -> {
            Edits.existing(NOUN, groups.find(change, id));
            refuseUsed(change, id);
            groups.remove(change, id);
        });
    }

    private void refuseUsed(Transaction change, UUID id) {
        if (id.equals(ofNewMachines())) {
            throw Edits.conflict("new machines fall into this group; it can be renamed, not removed");
        }
        hosts.all(change).stream().filter(host -> host.group().equals(id)).findFirst().ifPresent(host -> {
            throw Edits.conflict("the host " + host.name() + " is in this group; move or remove it first");
        });
        inventory.machines().stream().filter(known -> known.machine().group().equals(Optional.of(id))).findFirst()
                .ifPresent(known -> {
                    throw Edits.conflict("the machine " + known.name() + " is in this group; move it first");
                });
    }

    private void check(Transaction change, HostGroup group) {
        Edits.refuseTaken(NOUN, groups.all(change).stream().filter(other -> !other.id().equals(group.id())).toList(),
                HostGroup::name, group.name());
        Edits.named("site", "site", sites.find(change, group.site()));
        if (group.policy() != null) {
            Edits.named("policy", "policy", policies.find(group.policy()));
        }
    }

    private static HostGroup checked(UUID id, HostGroup wanted) {
        return new HostGroup(id, Fields.name("name", wanted.name(), Fields.NAME), Fields.given("site", wanted.site()),
                wanted.policy());
    }

    private static Edits.Action action(String verb, HostGroup group, String who) {
        return new Edits.Action(NOUN, verb, group.id(), group.name(),
                "site " + group.site() + ", policy " + (group.policy() == null ? "standard" : group.policy()), who);
    }
}
