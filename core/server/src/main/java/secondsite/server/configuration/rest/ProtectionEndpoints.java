package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.UUID;
import secondsite.api.replication.AppConsistency;
import secondsite.api.replication.DisableRequest;
import secondsite.api.replication.DiskRequest;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.MoveRequest;
import secondsite.api.replication.PointRequest;
import secondsite.api.replication.PolicyRequest;
import secondsite.api.security.Role;
import secondsite.server.configuration.protection.EnablePreviews;
import secondsite.server.configuration.protection.ProtectionActions;
import secondsite.server.configuration.protection.ProtectionView;
import secondsite.server.configuration.protection.ReplicationPaths;
import secondsite.server.web.Endpoint;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** How machines are protected, and what is done with them. */
@Singleton
public final class ProtectionEndpoints implements Endpoints {

    private static final String PROTECTION = "/v1/machines/{machine}/protection";

    private final ProtectionActions actions;
    private final ProtectionView view;
    private final EnablePreviews previews;
    private final ReplicationPaths paths;
    private final Access access;
    private final Repeatable repeatable;

    @Inject
    public ProtectionEndpoints(ProtectionActions actions, ProtectionView view, EnablePreviews previews,
            ReplicationPaths paths, Access access, Repeatable repeatable) {
        this.actions = actions;
        this.view = view;
        this.previews = previews;
        this.paths = paths;
        this.access = access;
        this.repeatable = repeatable;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/replication-paths", this::paths).get(PROTECTION, this::protection)
                .post(PROTECTION, action(Role.OPERATOR,
                        (machine, who, exchange) -> actions.enable(machine, exchange.json(EnableRequest.class), who)))
                .post(PROTECTION + "/preview", this::preview)
                .post(PROTECTION + "/disabling", action(Role.OPERATOR,
                        (machine, who, exchange) -> {
                            DisableRequest request = exchange.json(DisableRequest.class);
                            return actions.disable(machine, request, access.second(request.deleteReplica(),
                                    request.secondPerson(), who, exchange), who);
                        }))
                .post(PROTECTION + "/pause", action(Role.OPERATOR, (machine, who, _) -> {
                    actions.pause(machine, who);
                    return view.of(machine);
                }))
                .post(PROTECTION + "/resume", action(Role.OPERATOR, (machine, who, _) -> {
                    actions.resume(machine, who);
                    return view.of(machine);
                }))
                .get(PROTECTION + "/resync", this::resyncPreview)
                .post(PROTECTION + "/resync",
                        action(Role.OPERATOR, (machine, who, _) -> actions.resync(machine, who)))
                .post(PROTECTION + "/verification",
                        action(Role.OPERATOR, (machine, who, _) -> actions.verify(machine, who)))
                .post(PROTECTION + "/disks", action(Role.OPERATOR,
                        (machine, who, exchange) -> actions.addDisk(machine, exchange.json(DiskRequest.class), who)))
                .post(PROTECTION + "/disks/removal", action(Role.OPERATOR,
                        (machine, who, exchange) -> {
                            DiskRequest request = exchange.json(DiskRequest.class);
                            return actions.removeDisk(machine, request, access.second(request.deleteReplica(),
                                    request.secondPerson(), who, exchange), who);
                        }))
                .post(PROTECTION + "/move", action(Role.OPERATOR,
                        (machine, who, exchange) -> actions.move(machine, exchange.json(MoveRequest.class), who)))
                .post(PROTECTION + "/bookmarks", action(Role.OPERATOR,
                        (machine, who, exchange) -> actions.bookmark(machine,
                                exchange.json(PointRequest.class).label(), who)))
                .post(PROTECTION + "/app-points",
                        action(Role.OPERATOR, (machine, who, _) -> actions.appPoint(machine, who)))
                .post(PROTECTION + "/policy", action(Role.OPERATOR, (machine, who, exchange) -> {
                    actions.setPolicy(machine, exchange.json(PolicyRequest.class), access.has(Role.ADMIN, exchange),
                            who);
                    return view.of(machine);
                }))
                .post(PROTECTION + "/applications", action(Role.ADMIN, (machine, who, exchange) -> {
                    actions.setApplications(machine, exchange.json(AppConsistency.class), who);
                    return view.of(machine);
                })));
    }

    private void protection(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(view.of(exchange.uuid("machine")));
    }

    private void preview(Exchange exchange) throws IOException {
        access.require(Role.OPERATOR, exchange);
        exchange.answer(previews.enabling(exchange.uuid("machine"), exchange.json(EnableRequest.class)));
    }

    private void paths(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(paths.all());
    }

    private void resyncPreview(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(view.resync(exchange.uuid("machine")));
    }

    private interface Action {

        Object of(UUID machine, String who, Exchange exchange) throws IOException;
    }

    /** Something that people may do, once for each idempotency key. */
    private Endpoint action(Role needed, Action action) {
        return exchange -> {
            String who = access.require(needed, exchange);
            repeatable.answer(exchange, who, () -> action.of(exchange.uuid("machine"), who, exchange));
        };
    }
}
