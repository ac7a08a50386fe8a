package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.replication.Thresholds;
import secondsite.api.security.Role;
import secondsite.server.configuration.health.KnownThresholds;
import secondsite.server.configuration.health.Overview;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** How the deployment is at a glance, and from where on something is not well. */
@Singleton
public final class HealthEndpoints implements Endpoints {

    private final Overview overview;
    private final KnownThresholds thresholds;
    private final Access access;

    @Inject
    public HealthEndpoints(Overview overview, KnownThresholds thresholds, Access access) {
        this.overview = overview;
        this.thresholds = thresholds;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/health", this::summary)
                .get("/v1/thresholds", this::thresholds)
                .post("/v1/thresholds", this::setThresholds));
    }

    private void summary(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(overview.summary().orElseThrow(() -> new ProblemException(
                Problem.of(ProblemCode.UNAVAILABLE, "this server has just started").retryAfter(1))));
    }

    private void thresholds(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(thresholds.get());
    }

    private void setThresholds(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        thresholds.set(exchange.json(Thresholds.class), who);
        exchange.answer(thresholds.get());
    }
}
