package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.replication.ReplicationGroupList;
import secondsite.api.security.Role;
import secondsite.server.configuration.protection.GroupBook;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** Replication groups: machines whose points are taken at the same moment. */
@Singleton
public final class GroupEndpoints implements Endpoints {

    private static final String GROUPS = "/v1/replication-groups";

    private final GroupBook groups;
    private final Access access;

    @Inject
    public GroupEndpoints(GroupBook groups, Access access) {
        this.groups = groups;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get(GROUPS, this::all).post(GROUPS, this::put)
                .delete(GROUPS + "/{group}", this::remove));
    }

    private void all(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(new ReplicationGroupList(groups.all()));
    }

    private void put(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(groups.put(exchange.json(ReplicationGroup.class), who));
    }

    private void remove(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        groups.remove(exchange.uuid("group"), who);
        exchange.answerNothing();
    }
}
