package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorTextList;
import secondsite.server.configuration.activity.Catalogue;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** What is said of errors. Nothing of the deployment is in it, so anybody may read it: who cannot sign in too. */
@Singleton
public final class ErrorEndpoints implements Endpoints {

    private final Catalogue catalogue;

    @Inject
    public ErrorEndpoints(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/errors", this::all).get("/v1/errors/{code}", this::one));
    }

    private void all(Exchange exchange) throws IOException {
        String language = language(exchange);
        exchange.answer(new ErrorTextList(language, catalogue.all(language)));
    }

    private void one(Exchange exchange) throws IOException {
        exchange.answer(catalogue.find(exchange.parameter("code"), language(exchange))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such code")));
    }

    private static String language(Exchange exchange) {
        String language = exchange.query("language").orElse(Catalogue.LANGUAGES.getFirst());
        if (!Catalogue.LANGUAGES.contains(language)) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "the parameter 'language' is one of " + Catalogue.LANGUAGES);
        }
        return language;
    }
}
