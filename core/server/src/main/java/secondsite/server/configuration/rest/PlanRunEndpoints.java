package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.plan.PlanNote;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunList;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.security.Role;
import secondsite.server.configuration.plan.EvidenceBook;
import secondsite.server.configuration.plan.PlanRuns;
import secondsite.server.configuration.store.KeptPlanRuns.Page;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** Runs of recovery plans: begun, decided on, cleaned up, and what is left of them as evidence. */
@Singleton
public final class PlanRunEndpoints implements Endpoints {

    private static final String RUN = "run";

    private final PlanRuns runs;
    private final EvidenceBook evidence;
    private final Access access;
    private final Repeatable repeatable;

    @Inject
    public PlanRunEndpoints(PlanRuns runs, EvidenceBook evidence, Access access, Repeatable repeatable) {
        this.runs = runs;
        this.evidence = evidence;
        this.access = access;
        this.repeatable = repeatable;
    }

    /** What somebody decides of a step. */
    private interface OfStep {

        PlanRun done(UUID run, long step, String note, String who);
    }

    /** What somebody decides of a run. */
    private interface OfRun {

        Object done(UUID run, String note, String who);
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.post("/v1/plans/{id}/runs", this::start)
                .get("/v1/plan-runs", this::runs)
                .get("/v1/plan-runs/{run}", this::run)
                .post("/v1/plan-runs/{run}/steps/{number}/confirmation", exchange -> decide(exchange, runs::confirm))
                .post("/v1/plan-runs/{run}/steps/{number}/retry", exchange -> decide(exchange, runs::retry))
                .post("/v1/plan-runs/{run}/steps/{number}/skip", exchange -> decide(exchange, runs::skip))
                .post("/v1/plan-runs/{run}/stop", exchange -> decide(exchange, runs::stop))
                .post("/v1/plan-runs/{run}/cancel", exchange -> decide(exchange, runs::cancel))
                .post("/v1/plan-runs/{run}/clean", exchange -> decide(exchange, runs::clean))
                .get("/v1/plan-runs/{run}/evidence", this::evidence)
                .get("/v1/plan-runs/{run}/signature", this::signature));
    }

    private void start(Exchange exchange) throws IOException {
        String who = access.require(Role.OPERATOR, exchange);
        PlanRunRequest request = exchange.json(PlanRunRequest.class);
        repeatable.answer(exchange, who, () -> runs.start(exchange.uuid("id"), request, who));
    }

    private void runs(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(new PlanRunList(runs.newest(exchange.optionalUuid("plan"))));
    }

    private void run(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(runs.one(exchange.uuid(RUN)));
    }

    private void decide(Exchange exchange, OfStep what) throws IOException {
        String who = access.require(Role.OPERATOR, exchange);
        long step = number(exchange.parameter("number"));
        String note = exchange.json(PlanNote.class).note();
        repeatable.answer(exchange, who, () -> what.done(exchange.uuid(RUN), step, note, who));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the path names no step");
        }
    }

    private void decide(Exchange exchange, OfRun what) throws IOException {
        String who = access.require(Role.OPERATOR, exchange);
        String note = exchange.json(PlanNote.class).note();
        repeatable.answer(exchange, who, () -> what.done(exchange.uuid(RUN), note, who));
    }

    private void evidence(Exchange exchange) throws IOException {
        Page page = page(exchange);
        exchange.answerHeader("Content-Security-Policy",
                "default-src 'none'; img-src data:; style-src 'unsafe-inline'");
        exchange.answerHeader("X-Content-Type-Options", "nosniff");
        exchange.answer(200, "text/html; charset=utf-8", page.html().getBytes(StandardCharsets.UTF_8));
    }

    private void signature(Exchange exchange) throws IOException {
        exchange.answer(200, "application/octet-stream", page(exchange).signature());
    }

    private Page page(Exchange exchange) {
        access.require(Role.VIEWER, exchange);
        return evidence.of(exchange.uuid(RUN), exchange.query("language").orElse("en"));
    }
}
