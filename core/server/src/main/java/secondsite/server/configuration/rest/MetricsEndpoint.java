package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import secondsite.api.security.Role;
import secondsite.server.configuration.metrics.Metrics;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** How the deployment is in numbers. */
@Singleton
public final class MetricsEndpoint implements Endpoints {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;
    private final Access access;

    @Inject
    public MetricsEndpoint(Metrics metrics, Access access) {
        this.metrics = metrics;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/metrics", this::metrics));
    }

    private void metrics(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(200, TEXT, metrics.text().getBytes(StandardCharsets.UTF_8));
    }
}
