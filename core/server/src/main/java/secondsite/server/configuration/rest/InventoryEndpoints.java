package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.machine.MachineChange;
import secondsite.api.security.Role;
import secondsite.api.site.ServerChange;
import secondsite.api.site.ServerList;
import secondsite.server.configuration.inventory.KnownServers;
import secondsite.server.configuration.inventory.MachineEdits;
import secondsite.server.configuration.inventory.MachineList;
import secondsite.server.configuration.store.Servers;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** Machines and servers: seen by viewers, changed by administrators. */
@Singleton
public final class InventoryEndpoints implements Endpoints {

    private static final String ID = "id";
    private static final int USUAL_PAGE = 100;

    private final MachineList machines;
    private final MachineEdits edits;
    private final KnownServers servers;
    private final Access access;

    @Inject
    public InventoryEndpoints(MachineList machines, MachineEdits edits, KnownServers servers, Access access) {
        this.machines = machines;
        this.edits = edits;
        this.servers = servers;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/machines", this::machines)
                .get("/v1/machines/{id}", this::machine)
                .post("/v1/machines/{id}", this::change)
                .delete("/v1/machines/{id}", this::remove)
                .get("/v1/servers", this::servers)
                .post("/v1/servers/{kind}/{name}", this::changeServer)
                .delete("/v1/servers/{kind}/{name}", this::removeServer));
    }

    private void machines(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        var search = new MachineList.Search(exchange.query("search"), exchange.optionalUuid("group"),
                exchange.optionalUuid("site"));
        exchange.answer(machines.page(search, exchange.query("after"),
                exchange.optionalNumber("limit").orElse(USUAL_PAGE)));
    }

    private void machine(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(machines.detail(exchange.uuid(ID)));
    }

    private void change(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(machines.detail(edits.change(exchange.uuid(ID), exchange.json(MachineChange.class), who)));
    }

    private void remove(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        edits.remove(exchange.uuid(ID), who);
        exchange.answerNothing();
    }

    private void servers(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(new ServerList(servers.all()));
    }

    private void changeServer(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        servers.change(server(exchange), exchange.json(ServerChange.class), who);
        exchange.answerNothing();
    }

    private void removeServer(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        servers.remove(server(exchange), who);
        exchange.answerNothing();
    }

    private static Servers.Key server(Exchange exchange) {
        return new Servers.Key(exchange.parameter("kind"), exchange.parameter("name"));
    }
}
