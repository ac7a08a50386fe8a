package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.installation.HostKeyList;
import secondsite.api.installation.InstallationList;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.InstallationRetry;
import secondsite.api.security.Role;
import secondsite.server.configuration.installation.HostKeyBook;
import secondsite.server.configuration.installation.Installations;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** Agents that process servers install on machines, and the keys by which those are known. No answer has a secret. */
@Singleton
public final class InstallationEndpoints implements Endpoints {

    private static final String ID = "id";

    private final Installations installations;
    private final HostKeyBook keys;
    private final Access access;
    private final Repeatable repeatable;

    @Inject
    public InstallationEndpoints(Installations installations, HostKeyBook keys, Access access,
            Repeatable repeatable) {
        this.installations = installations;
        this.keys = keys;
        this.access = access;
        this.repeatable = repeatable;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/installations", this::list)
                .post("/v1/installations", this::order)
                .post("/v1/installations/retry", this::retry)
                .get("/v1/installations/{id}", this::one)
                .delete("/v1/installations/{id}", this::remove)
                .get("/v1/host-keys", this::keys)
                .delete("/v1/host-keys/{id}", this::forgetKey));
    }

    private void list(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        Optional<UUID> batch = exchange.optionalUuid("batch");
        exchange.answer(new InstallationList(
                batch.isPresent() ? installations.batch(batch.get()) : installations.newest()));
    }

    private void one(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(installations.one(exchange.uuid(ID)));
    }

    private void order(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        var request = CredentialEndpoints.secret(exchange, InstallationRequest.class);
        repeatable.answer(exchange, who, () -> new InstallationList(installations.order(request, who)));
    }

    private void retry(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        var request = CredentialEndpoints.secret(exchange, InstallationRetry.class);
        repeatable.answer(exchange, who, () -> new InstallationList(installations.retry(request, who)));
    }

    private void remove(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        installations.remove(exchange.uuid(ID), who);
        exchange.answerNothing();
    }

    private void keys(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(new HostKeyList(keys.all()));
    }

    private void forgetKey(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        keys.forget(exchange.uuid(ID), who);
        exchange.answerNothing();
    }
}
