package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.replication.ReplicationGroup;
import secondsite.api.replication.ReplicationGroupList;
import secondsite.api.security.Role;
import secondsite.server.configuration.protection.GroupBook;
import secondsite.server.configuration.protection.GroupPoints;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** Replication groups: machines whose points are taken at the same moment. */
@Singleton
public final class GroupEndpoints implements Endpoints {

    private static final String GROUPS = "/v1/replication-groups";

    private final GroupBook groups;
    private final GroupPoints points;
    private final Access access;
    private final Repeatable repeatable;

    @Inject
    public GroupEndpoints(GroupBook groups, GroupPoints points, Access access, Repeatable repeatable) {
        this.groups = groups;
        this.points = points;
        this.access = access;
        this.repeatable = repeatable;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get(GROUPS, this::all).post(GROUPS, this::put)
                .delete(GROUPS + "/{group}", this::remove)
                .post(GROUPS + "/{group}/points", this::point));
    }

    private void all(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(new ReplicationGroupList(groups.all()));
    }

    private void put(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(groups.put(exchange.json(ReplicationGroup.class), who));
    }

    private void point(Exchange exchange) throws IOException {
        String who = access.require(Role.OPERATOR, exchange);
        repeatable.answer(exchange, who, () -> points.make(exchange.uuid("group"), who));
    }

    private void remove(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        groups.remove(exchange.uuid("group"), who);
        exchange.answerNothing();
    }
}
