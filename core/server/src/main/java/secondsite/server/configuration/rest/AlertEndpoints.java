package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import secondsite.api.ProblemCode;
import secondsite.api.activity.AlertMute;
import secondsite.api.activity.AlertNote;
import secondsite.api.activity.Event.Severity;
import secondsite.api.security.Role;
import secondsite.server.configuration.alert.Alerts;
import secondsite.server.configuration.store.KeptAlerts;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** What is not as it should be, and who took note of it. */
@Singleton
public final class AlertEndpoints implements Endpoints {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 500;
    private static final int SUBJECT = 100;

    private final Alerts alerts;
    private final Access access;

    @Inject
    public AlertEndpoints(Alerts alerts, Access access) {
        this.alerts = alerts;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/alerts", this::list)
                .post("/v1/alerts/{id}/acknowledge", this::acknowledge)
                .post("/v1/alerts/{id}/mute", this::mute));
    }

    private void list(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        long limit = exchange.optionalNumber("limit").orElse(PAGE);
        if (limit < 1 || limit > LARGEST_PAGE) {
            throw bad("the parameter 'limit' is " + limit + "; it must be 1 to " + LARGEST_PAGE);
        }
        exchange.answer(alerts.page(filter(exchange), exchange.optionalNumber("after").orElse(Long.MAX_VALUE),
                (int) limit));
    }

    private static KeptAlerts.Filter filter(Exchange exchange) {
        String open = exchange.query("open").orElse("true");
        if (!open.equals("true") && !open.equals("false")) {
            throw bad("the parameter 'open' must be true or false");
        }
        Optional<String> subject = exchange.query("subject");
        if (subject.filter(text -> text.length() > SUBJECT).isPresent()) {
            throw bad("the parameter 'subject' has more than " + SUBJECT + " characters");
        }
        return new KeptAlerts.Filter(open.equals("true"),
                exchange.query("severity").map(AlertEndpoints::severity).orElse(null), subject.orElse(null));
    }

    private static Severity severity(String word) {
        return Arrays.stream(Severity.values()).filter(value -> value.name().equals(word)).findFirst().orElseThrow(
                () -> bad("the parameter 'severity' must be one of " + Arrays.toString(Severity.values())));
    }

    private void acknowledge(Exchange exchange) throws IOException {
        String who = access.require(Role.OPERATOR, exchange);
        exchange.answer(alerts.acknowledge(id(exchange), exchange.json(AlertNote.class).note(), who));
    }

    private void mute(Exchange exchange) throws IOException {
        String who = access.require(Role.OPERATOR, exchange);
        exchange.answer(alerts.mute(id(exchange), exchange.json(AlertMute.class).minutes(), who));
    }

    private static long id(Exchange exchange) {
        try {
            return Long.parseLong(exchange.parameter("id"));
        } catch (NumberFormatException _) {
            throw bad("the path names no alert");
        }
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(ProblemCode.BAD_REQUEST, detail);
    }
}
