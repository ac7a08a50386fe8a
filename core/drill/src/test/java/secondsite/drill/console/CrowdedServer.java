package secondsite.drill.console;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import secondsite.api.Json;
import secondsite.api.Page;
import secondsite.api.activity.ErrorTextList;
import secondsite.api.activity.Event;
import secondsite.api.client.EventStream;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.TlsIdentity;
import secondsite.api.plan.PlanList;
import secondsite.api.policy.PolicyList;
import secondsite.api.replication.ReplicationGroupList;
import secondsite.api.replication.ReplicationPathList;
import secondsite.api.security.Role;
import secondsite.api.security.Session;
import secondsite.api.site.HostGroupList;
import secondsite.api.site.ServerList;
import secondsite.api.site.SiteList;
import secondsite.drill.tools.Patience;
import secondsite.server.configuration.security.Authority;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.web.EventAnswer;
import secondsite.server.web.Exchange;
import secondsite.server.web.HttpsListener;
import secondsite.server.web.Peer;
import secondsite.server.web.PeerCheck;
import secondsite.server.web.Routes;

/**
 * Says what a configuration server with {@link Crowd} would say, for a console that is measured: over the product's own listener, but of
 * machines that are made up. A real server with so many agents wants a quarter of an hour to begin with, and the whole machine.
 */
final class CrowdedServer implements AutoCloseable {

    static final String USER = "admin";
    private static final String TOKEN = "crowded";
    private static final Duration VALID = Duration.ofDays(1);
    private static final Duration BEAT = Duration.ofSeconds(2);
    private static final long STEP_MILLIS = 10;

    private final Crowd crowd;
    private final int changesPerSecond;
    private final List<BlockingQueue<Event>> listening = new CopyOnWriteArrayList<>();
    private final HttpsListener listener;
    private final String authority;
    private final Thread changing;
    private long last = 1;

    CrowdedServer(Crowd crowd, int changesPerSecond) {
        this.crowd = crowd;
        this.changesPerSecond = changesPerSecond;
        var random = new SecureRandom();
        Authority made = Authority.create("crowded", Instant.now(), VALID, random);
        authority = Fingerprint.of(made.own().certificate()).text();
        Authority.Issued own = made.issue(new Peer(Peer.Kind.CONFIGURATION_SERVER, "crowded"), List.of("localhost"),
                Instant.now(), VALID);
        var identity = new TlsIdentity(own.key(), List.of(own.certificate(), made.own().certificate()),
                List.of(made.own().certificate()));
        listener = new HttpsListener(new Listen("127.0.0.1", 0, 100, new Size(16 << 20)), identity,
                new PeerCheck(_ -> false, InstantSource.system()), new Routes().byAnyone(this::routes));
        changing = Thread.ofPlatform().daemon().name("changes").start(this::change);
    }

    /** {@code CrowdedServer MACHINES CHANGES-PER-SECOND}: says address and fingerprint in a line; ends with its input. */
    public static void main(String[] words) throws IOException {
        try (var server = new CrowdedServer(new Crowd(Integer.parseInt(words[0])), Integer.parseInt(words[1]))) {
            System.out.println(server.address() + " " + server.authority);
            System.in.read();
        }
    }

    URI address() {
        return URI.create("https://localhost:" + listener.port());
    }

    String authority() {
        return authority;
    }

    private void routes(Routes routes) {
        routes.post("/v1/sessions", exchange -> exchange.answer(new Session(USER, Role.ADMIN, TOKEN)))
                .get("/v1/sessions/own", exchange -> exchange.answer(new Session(USER, Role.ADMIN, null)))
                .get("/v1/errors", exchange -> exchange.answer(new ErrorTextList("en", List.of())))
                .get("/v1/machines", this::machines)
                .get("/v1/health", exchange -> exchange.answer(crowd.health(Instant.now())))
                .get("/v1/servers", exchange -> exchange.answer(new ServerList(crowd.servers(Instant.now()))))
                .get("/v1/sites", exchange -> exchange.answer(new SiteList(crowd.sites())))
                .get("/v1/host-groups", exchange -> exchange.answer(new HostGroupList(crowd.groups())))
                .get("/v1/policies", exchange -> exchange.answer(new PolicyList(null, List.of(crowd.policy()))))
                .get("/v1/replication-groups", exchange -> exchange.answer(new ReplicationGroupList(List.of())))
                .get("/v1/replication-paths", exchange -> exchange.answer(new ReplicationPathList(crowd.paths())))
                .get("/v1/plans", exchange -> exchange.answer(new PlanList(List.of())))
                .get("/v1/jobs", CrowdedServer::nothing).get("/v1/alerts", CrowdedServer::nothing)
                .get("/v1/events", CrowdedServer::nothing).get(EventStream.PATH, this::tell);
    }

    private static void nothing(Exchange exchange) throws IOException {
        exchange.answer(new Page<>(List.of(), 0, null));
    }

    private void machines(Exchange exchange) throws IOException {
        int from = exchange.query("after").map(Integer::parseInt).orElse(0);
        int to = Math.min(crowd.size(), from + (int) exchange.number("limit"));
        exchange.answer(new Page<>(crowd.machines(from, to), crowd.size(),
                to == crowd.size() ? null : Integer.toString(to)));
    }

    private void tell(Exchange exchange) throws IOException, InterruptedException {
        BlockingQueue<Event> happening = new LinkedBlockingQueue<>();
        listening.add(happening);
        try (EventAnswer answer = exchange.answerEvents()) {
            answer.id(1);
            answer.flush();
            while (true) {
                Event event = happening.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS);
                if (event == null) {
                    answer.beat();
                }
                for (; event != null; event = happening.poll()) {
                    answer.event(event.id(), event.type(), Json.write(event));
                }
                answer.flush();
            }
        } finally {
            listening.remove(happening);
        }
    }

    private void change() {
        long begun = System.nanoTime();
        long done = 0;
        while (!Thread.currentThread().isInterrupted()) {
            Patience.pause(STEP_MILLIS);
            long due = (System.nanoTime() - begun) * changesPerSecond / 1_000_000_000L;
            for (; done < due; done++) {
                Event event = crowd.change(++last, Instant.now());
                listening.forEach(queue -> queue.add(event));
            }
        }
    }

    @Override
    public void close() {
        changing.interrupt();
        listener.close();
    }
}
