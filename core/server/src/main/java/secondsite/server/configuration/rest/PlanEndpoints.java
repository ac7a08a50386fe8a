package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanChange;
import secondsite.api.plan.PlanList;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.security.Role;
import secondsite.server.configuration.plan.PlanPreviews;
import secondsite.server.configuration.plan.PlanText;
import secondsite.server.configuration.plan.Plans;
import secondsite.server.web.Exchange;
import secondsite.server.web.Routes;

/** Recovery plans: kept, exported, imported, and looked at before they are run. */
@Singleton
public final class PlanEndpoints implements Endpoints {

    private static final String ID = "id";
    private static final String YAML = "application/yaml; charset=utf-8";

    private final Plans plans;
    private final PlanText text;
    private final PlanPreviews previews;
    private final Access access;
    private final Repeatable repeatable;

    @Inject
    public PlanEndpoints(Plans plans, PlanText text, PlanPreviews previews, Access access, Repeatable repeatable) {
        this.plans = plans;
        this.text = text;
        this.previews = previews;
        this.access = access;
        this.repeatable = repeatable;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/plans", this::plans)
                .post("/v1/plans", this::add)
                .post("/v1/plans/yaml", this::importYaml)
                .get("/v1/plans/{id}", this::plan)
                .post("/v1/plans/{id}", this::change)
                .delete("/v1/plans/{id}", this::remove)
                .get("/v1/plans/{id}/yaml", this::export)
                .post("/v1/plans/{id}/dry-run", this::dryRun));
    }

    private void plans(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(new PlanList(plans.all()));
    }

    private void plan(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(plans.one(exchange.uuid(ID)));
    }

    private void add(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        Plan plan = exchange.json(Plan.class);
        repeatable.answer(exchange, who, () -> plans.add(plan, who));
    }

    private void change(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        PlanChange change = exchange.json(PlanChange.class);
        repeatable.answer(exchange, who, () -> plans.change(exchange.uuid(ID), change, who));
    }

    private void remove(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        plans.remove(exchange.uuid(ID), who);
        exchange.answerNothing();
    }

    private void export(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(200, YAML,
                text.write(plans.one(exchange.uuid(ID)).plan()).getBytes(StandardCharsets.UTF_8));
    }

    private void importYaml(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        Plan plan = text.read(exchange.shortBody());
        repeatable.answer(exchange, who, () -> plans.put(plan, who));
    }

    private void dryRun(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(previews.of(exchange.uuid(ID), exchange.json(PlanRunRequest.class)));
    }
}
