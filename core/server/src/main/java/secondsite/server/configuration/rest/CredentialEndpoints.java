package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.ProblemCode;
import secondsite.api.security.CredentialList;
import secondsite.api.security.NewCredential;
import secondsite.api.security.NewSecret;
import secondsite.api.security.Role;
import secondsite.server.configuration.security.Credentials;
import secondsite.server.configuration.security.Secrets;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** With what the deployment signs in somewhere else. No answer has a secret. */
@Singleton
public final class CredentialEndpoints implements Endpoints {

    private static final String ID = "id";

    private final Credentials credentials;
    private final Secrets secrets;
    private final Access access;

    @Inject
    public CredentialEndpoints(Credentials credentials, Secrets secrets, Access access) {
        this.credentials = credentials;
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/credentials", this::credentials)
                .post("/v1/credentials", this::add)
                .post("/v1/credentials/{id}/secret", this::change)
                .delete("/v1/credentials/{id}", this::remove)
                .post("/v1/secrets/rotation", this::changeKey));
    }

    private void credentials(Exchange exchange) throws IOException {
        access.require(Role.ADMIN, exchange);
        exchange.answer(new CredentialList(credentials.all()));
    }

    private void add(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(credentials.add(secret(exchange, NewCredential.class), who));
    }

    private void change(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(credentials.change(exchange.uuid(ID), secret(exchange, NewSecret.class), who));
    }

    private void remove(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        credentials.remove(exchange.uuid(ID), who);
        exchange.answerNothing();
    }

    private void changeKey(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        secrets.changeKey(who);
        exchange.answerNothing();
    }

    /** What is wrong with a body that holds a secret is said without quoting it. */
    static <T> T secret(Exchange exchange, Class<T> type) throws IOException {
        try {
            return exchange.json(type);
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.BAD_REQUEST) {
                throw e;
            }
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the body is no " + type.getSimpleName()
                    + "; it is not quoted here, since it may hold a secret");
        }
    }
}
