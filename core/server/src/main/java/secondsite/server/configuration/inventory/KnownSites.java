package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.server.configuration.store.HostGroups;
import secondsite.server.configuration.store.Networks;
import secondsite.server.configuration.store.Servers;
import secondsite.server.configuration.store.Sites;
import secondsite.server.configuration.store.Transaction;

/** The sites, and how people change them. */
@Singleton
public final class KnownSites {

    private static final String NOUN = "site";

    private final Edits edits;
    private final Sites sites;
    private final Users users;

    /** What stands at a site. */
    record Users(HostGroups groups, Networks networks, Servers servers) {

        @Inject
        Users {
        }
    }

    @Inject
    KnownSites(Edits edits, Sites sites, Users users) {
        this.edits = edits;
        this.sites = sites;
        this.users = users;
    }

    /** By name. */
    public List<Site> all() {
        return edits.read(sites::all);
    }

    /** The first one of this kind, by name. */
    Optional<Site> first(Transaction transaction, SiteKind kind) {
        return sites.all(transaction).stream().filter(site -> site.kind() == kind).findFirst();
    }

    public Site add(Site wanted, String who) {
        Edits.refuseId(wanted.id());
        var site = checked(UUID.randomUUID(), wanted);
        edits.write(action("added", site, who), change -> {
            refuseTaken(change, site);
            sites.add(change, site);
        });
        return site;
    }

    public Site change(UUID id, Site wanted, String who) {
        Edits.refuseOther(id, wanted.id());
        var site = checked(id, wanted);
        edits.write(action("changed", site, who), change -> {
            Edits.existing(NOUN, sites.find(change, id));
            refuseTaken(change, site);
            sites.update(change, site);
        });
        return site;
    }

    public void remove(UUID id, String who) {
        Site site = Edits.existing(NOUN, edits.read(all -> sites.find(all, id)));
        edits.write(action("removed", site, who), change -> {
            Edits.existing(NOUN, sites.find(change, id));
            refuseUsed(change, id);
            sites.remove(change, id);
        });
    }

    private void refuseUsed(Transaction change, UUID id) {
        users.groups().all(change).stream().filter(group -> group.site().equals(id)).findFirst().ifPresent(group -> {
            throw Edits.conflict("the group " + group.name() + " is at this site; move or remove it first");
        });
        users.networks().all(change).stream().filter(net -> net.site().equals(id)).findFirst().ifPresent(net -> {
            throw Edits.conflict("the network " + net.name() + " is at this site; remove it first");
        });
        users.servers().all(change).stream().filter(server -> server.site().equals(Optional.of(id))).findFirst()
                .ifPresent(server -> {
                    throw Edits.conflict("the " + server.key().kind() + " " + server.key().name()
                            + " is at this site; say first that it is elsewhere");
                });
    }

    private void refuseTaken(Transaction change, Site site) {
        Edits.refuseTaken(NOUN, sites.all(change).stream().filter(other -> !other.id().equals(site.id())).toList(),
                Site::name, site.name());
    }

    private static Site checked(UUID id, Site wanted) {
        return new Site(id, Fields.name("name", wanted.name(), Fields.NAME), Fields.given("kind", wanted.kind()));
    }

    private static Edits.Action action(String verb, Site site, String who) {
        return new Edits.Action(NOUN, verb, site.id(), site.name(), site.kind().toString(), who);
    }
}
