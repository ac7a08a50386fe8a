package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.ProblemCode;
import secondsite.api.policy.DryRun;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyChange;
import secondsite.api.policy.PolicyList;
import secondsite.api.security.Role;
import secondsite.server.configuration.policy.DryRuns;
import secondsite.server.configuration.policy.Policies;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** How machines are replicated. */
@Singleton
public final class PolicyEndpoints implements Endpoints {

    private static final String ID = "id";

    private final Policies policies;
    private final DryRuns dryRuns;
    private final Access access;

    @Inject
    public PolicyEndpoints(Policies policies, DryRuns dryRuns, Access access) {
        this.policies = policies;
        this.dryRuns = dryRuns;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/policies", this::policies)
                .post("/v1/policies", this::add)
                .post("/v1/policies/dry-run", this::dryRun)
                .get("/v1/policies/{id}", this::policy)
                .post("/v1/policies/{id}", this::change)
                .delete("/v1/policies/{id}", this::remove));
    }

    private void policies(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(new PolicyList(policies.standard().id(), policies.all()));
    }

    private void policy(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(policies.find(exchange.uuid(ID))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such policy")));
    }

    private void add(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(policies.add(exchange.json(Policy.class), who));
    }

    private void dryRun(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(dryRuns.of(exchange.json(DryRun.class)));
    }

    private void change(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(policies.change(exchange.uuid(ID), exchange.json(PolicyChange.class), who));
    }

    private void remove(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        policies.remove(exchange.uuid(ID), who);
        exchange.answerNothing();
    }
}
