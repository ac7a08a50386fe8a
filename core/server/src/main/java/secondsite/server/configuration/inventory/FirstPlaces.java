package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import java.util.UUID;
import secondsite.api.site.HostGroup;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.HostGroups;
import secondsite.server.configuration.store.Settings;
import secondsite.server.configuration.store.Sites;

/** With what a deployment begins: two sites, and a group for new machines at the first of them. People rename them as they like. */
public final class FirstPlaces {

    private static final String WHO = "first start";

    private final Database database;
    private final Sites sites;
    private final HostGroups groups;
    private final Settings settings;
    private final AuditLog audit;

    @Inject
    FirstPlaces(Database database, Sites sites, HostGroups groups, Settings settings, AuditLog audit) {
        this.database = database;
        this.sites = sites;
        this.groups = groups;
        this.settings = settings;
        this.audit = audit;
    }

    /** Makes them at the first start. */
    public void make() {
        if (settings.find(KnownGroups.OF_NEW_MACHINES).isPresent()) {
            return;
        }
        var primary = new Site(UUID.randomUUID(), "Primary", SiteKind.PRIMARY);
        var secondary = new Site(UUID.randomUUID(), "Secondary", SiteKind.SECONDARY);
        var group = new HostGroup(UUID.randomUUID(), "Default", primary.id(), null);
        database.write(change -> {
            sites.add(change, primary);
            sites.add(change, secondary);
            groups.add(change, group);
            settings.put(change, KnownGroups.OF_NEW_MACHINES, group.id().toString());
            audit.note(change, WHO, "site added", primary.name(), primary.kind().toString());
            audit.note(change, WHO, "site added", secondary.name(), secondary.kind().toString());
            audit.note(change, WHO, "host group added", group.name(), "site " + primary.id());
            return group;
        });
    }
}
