package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** Tells what can be asked here (OpenAPI 3.1). */
@Singleton
public final class DescriptionEndpoint implements Endpoints {

    static final String RESOURCE = "/api/openapi.yaml";

    private final byte[] document;

    /** @throws IOException when this program is not whole */
    @Inject
    public DescriptionEndpoint() throws IOException {
        try (InputStream in = DescriptionEndpoint.class.getResourceAsStream(RESOURCE)) {
            document = in.readAllBytes();
        }
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/openapi.yaml", this::describe));
    }

    private void describe(Exchange exchange) throws IOException {
        exchange.answer(200, "application/yaml", document);
    }
}
