package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.security.Role;
import secondsite.api.site.Host;
import secondsite.api.site.HostGroup;
import secondsite.api.site.HostGroupList;
import secondsite.api.site.HostList;
import secondsite.api.site.Network;
import secondsite.api.site.NetworkList;
import secondsite.api.site.Site;
import secondsite.api.site.SiteList;
import secondsite.server.configuration.inventory.KnownGroups;
import secondsite.server.configuration.inventory.KnownHosts;
import secondsite.server.configuration.inventory.KnownNetworks;
import secondsite.server.configuration.inventory.KnownSites;
import secondsite.server.web.Endpoint;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** Sites, groups, hosts and networks: seen by viewers, changed by administrators. */
@Singleton
public final class PlaceEndpoints implements Endpoints {

    private static final String ID = "id";

    private final KnownSites sites;
    private final KnownGroups groups;
    private final KnownHosts hosts;
    private final KnownNetworks networks;
    private final Access access;

    @Inject
    public PlaceEndpoints(KnownSites sites, KnownGroups groups, KnownHosts hosts, KnownNetworks networks,
            Access access) {
        this.sites = sites;
        this.groups = groups;
        this.hosts = hosts;
        this.networks = networks;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open
                .get("/v1/sites", read(_ -> new SiteList(sites.all())))
                .post("/v1/sites", write((who, exchange) -> sites.add(exchange.json(Site.class), who)))
                .post("/v1/sites/{id}", write(
                        (who, exchange) -> sites.change(exchange.uuid(ID), exchange.json(Site.class), who)))
                .delete("/v1/sites/{id}", remove((who, exchange) -> sites.remove(exchange.uuid(ID), who)))
                .get("/v1/host-groups", read(_ -> new HostGroupList(groups.all())))
                .post("/v1/host-groups", write((who, exchange) -> groups.add(exchange.json(HostGroup.class), who)))
                .post("/v1/host-groups/{id}", write(
                        (who, exchange) -> groups.change(exchange.uuid(ID), exchange.json(HostGroup.class), who)))
                .delete("/v1/host-groups/{id}", remove((who, exchange) -> groups.remove(exchange.uuid(ID), who)))
                .get("/v1/hosts", read(_ -> new HostList(hosts.all())))
                .post("/v1/hosts", write((who, exchange) -> hosts.add(exchange.json(Host.class), who)))
                .post("/v1/hosts/{id}", write(
                        (who, exchange) -> hosts.change(exchange.uuid(ID), exchange.json(Host.class), who)))
                .delete("/v1/hosts/{id}", remove((who, exchange) -> hosts.remove(exchange.uuid(ID), who)))
                .get("/v1/networks", read(_ -> new NetworkList(networks.all())))
                .post("/v1/networks", write((who, exchange) -> networks.add(exchange.json(Network.class), who)))
                .post("/v1/networks/{id}", write(
                        (who, exchange) -> networks.change(exchange.uuid(ID), exchange.json(Network.class), who)))
                .delete("/v1/networks/{id}", remove((who, exchange) -> networks.remove(exchange.uuid(ID), who))));
    }

    private interface Reading {
        Object what(Exchange exchange) throws IOException;
    }

    private interface Writing {
        Object done(String who, Exchange exchange) throws IOException;
    }

    private interface Removing {
        void done(String who, Exchange exchange) throws IOException;
    }

    private Endpoint read(Reading reading) {
        return exchange -> {
            access.require(Role.VIEWER, exchange);
            exchange.answer(reading.what(exchange));
        };
    }

    private Endpoint write(Writing writing) {
        return exchange -> {
            String who = access.require(Role.ADMIN, exchange);
            exchange.answer(writing.done(who, exchange));
        };
    }

    private Endpoint remove(Removing removing) {
        return exchange -> {
            String who = access.require(Role.ADMIN, exchange);
            removing.done(who, exchange);
            exchange.answerNothing();
        };
    }
}
