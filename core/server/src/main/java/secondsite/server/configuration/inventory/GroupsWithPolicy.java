package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import secondsite.api.site.HostGroup;
import secondsite.server.configuration.policy.PolicyUse;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.HostGroups;

/** The groups whose machines follow a policy. */
public final class GroupsWithPolicy implements PolicyUse {

    private final Database database;
    private final HostGroups groups;

    @Inject
    public GroupsWithPolicy(Database database, HostGroups groups) {
        this.database = database;
        this.groups = groups;
    }

    @Override
    public List<String> users(UUID policy) {
        return database.read(groups::all).stream().filter(group -> policy.equals(group.policy()))
                .map(HostGroup::name).map(name -> "the group " + name).toList();
    }
}
