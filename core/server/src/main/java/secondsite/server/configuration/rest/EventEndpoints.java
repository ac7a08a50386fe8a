package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;
import secondsite.api.Json;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Event;
import secondsite.api.client.EventStream;
import secondsite.api.security.Role;
import secondsite.server.configuration.activity.EventLog;
import secondsite.server.configuration.store.KeptEvents;
import secondsite.server.web.EventAnswer;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** What happened, page by page, and what happens, as it does. */
@Singleton
public final class EventEndpoints implements Endpoints {

    /** So often something is said on a stream, and it is looked whether who listens still may. */
    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final byte[] NOTHING = {'{', '}'};

    private final EventLog events;
    private final Access access;
    private final StreamPlaces places = new StreamPlaces();

    @Inject
    public EventEndpoints(EventLog events, Access access) {
        this.events = events;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.byAnyone(open -> open.get("/v1/events", this::list).get(EventStream.PATH, this::stream));
    }

    private void list(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        Part part = Part.of(exchange);
        var filter = new KeptEvents.Filter(exchange.query("severity").map(EventEndpoints::severity).orElse(null),
                exchange.query("type").orElse(null), exchange.query("subject").orElse(null),
                exchange.query("since").map(EventEndpoints::time).orElse(null));
        exchange.answer(events.page(filter, part.after().orElse(Long.MAX_VALUE), part.limit()));
    }

    private static Event.Severity severity(String text) {
        return Arrays.stream(Event.Severity.values()).filter(value -> value.name().equals(text)).findFirst()
                .orElseThrow(() -> new ProblemException(ProblemCode.BAD_REQUEST,
                        "the parameter 'severity' is one of " + Arrays.toString(Event.Severity.values())));
    }

    private static Instant time(String text) {
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(Instant.EPOCH) && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"))) {
                return time;
            }
        } catch (DateTimeException _) {
            // Said below.
        }
        throw new ProblemException(ProblemCode.BAD_REQUEST,
                "the parameter 'since' is no time like 2026-11-29T03:00:00Z");
    }

    private void stream(Exchange exchange) throws IOException, InterruptedException {
        String who = access.require(Role.VIEWER, exchange);
        OptionalLong after = exchange.header(EventStream.LAST_EVENT).isPresent()
                ? OptionalLong.of(exchange.headerNumber(EventStream.LAST_EVENT))
                : exchange.optionalNumber("after");
        try (var _ = places.enter(who); EventAnswer answer = exchange.answerEvents()) {
            tell(exchange, answer, events.follow(after));
        }
    }

    /** Until somebody goes: the client, the server, or the session. */
    private void tell(Exchange exchange, EventAnswer answer, EventLog.Follower follower)
            throws IOException, InterruptedException {
        EventLog.News first = follower.next(Duration.ZERO);
        if (first.events().isEmpty() && !first.missed()) {
            answer.id(first.last());
        } else {
            tell(answer, first);
        }
        answer.flush();
        long checked = System.nanoTime();
        while (!events.closed()) {
            EventLog.News news = follower.next(BEAT);
            if (System.nanoTime() - checked >= BEAT.toNanos()) {
                if (!allowed(exchange)) {
                    return;
                }
                checked = System.nanoTime();
            }
            tell(answer, news);
            answer.flush();
        }
    }

    private boolean allowed(Exchange exchange) {
        try {
            exchange.recheckPeer();
            access.require(Role.VIEWER, exchange);
            return true;
        } catch (ProblemException _) {
            return false;
        }
    }

    private static void tell(EventAnswer answer, EventLog.News news) throws IOException {
        if (news.missed()) {
            answer.event(news.last(), EventStream.RESET, NOTHING);
        } else if (news.events().isEmpty()) {
            answer.beat();
        }
        for (Event event : news.events()) {
            answer.event(event.id(), event.type(), Json.write(event));
        }
    }
}
