package secondsite.server.configuration.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptAnswers;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.web.HttpsListener;
import secondsite.server.web.Identities;
import secondsite.server.web.Peer;
import secondsite.server.web.PeerCheck;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** Actions asked for twice, over real TLS and a real database. */
@Timeout(60)
class RepeatableTest {

    private final Identities identities = new Identities();
    private final AtomicInteger done = new AtomicInteger();
    private volatile Instant now = Instant.parse("2026-11-29T03:00:00Z");
    private volatile Repeatable.Action action = () -> Map.of("done", done.incrementAndGet());
    private Database database;
    private HttpsListener listener;
    private HttpClient client;

    @TempDir
    Path folder;

    @BeforeEach
    void listen() throws IOException {
        database = Database.open(folder.resolve("database.sqlite"));
        live();
        client = HttpClient.newBuilder().sslContext(identities.client(Peer.Kind.ADMINISTRATOR, "olga").sslContext())
                .build();
    }

    /** A server begins with what is in the database. */
    private void live() {
        var repeatable = new Repeatable(database, new KeptAnswers(), () -> now);
        listener = new HttpsListener(new Listen("127.0.0.1", 0, 100, new Size(16 << 20)),
                identities.server(Peer.Kind.CONFIGURATION_SERVER, "configuration"),
                new PeerCheck(_ -> false, Instant::now),
                new Routes().post("/do/{what}", exchange -> repeatable.answer(exchange,
                        exchange.header("Who").orElse("olga"), action)));
    }

    @AfterEach
    void close() {
        client.close();
        listener.close();
        database.close();
    }

    private HttpRequest.Builder request(String path, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + listener.port() + path))
                .POST(body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return key == null ? request : request.header("Idempotency-Key", key);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String ask(String path, String key, String body) throws Exception {
        HttpResponse<String> answer = send(request(path, key, body));
        return answer.statusCode() + " " + answer.body();
    }

    @Test
    void whatIsAskedForTwiceIsDoneOnceAndAnsweredTheSame() throws Exception {
        assertThat(ask("/do/a", "k1", "{}")).isEqualTo("200 {\"done\":1}");
        assertThat(ask("/do/a", "k1", "{}")).isEqualTo("200 {\"done\":1}");
        listener.close();
        live();
        assertThat(ask("/do/a", "k1", "{}")).as("after a restart").isEqualTo("200 {\"done\":1}");
        assertThat(ask("/do/a", "k2", "{}")).isEqualTo("200 {\"done\":2}");
        assertThat(ask("/do/b", "k1", "{}")).isEqualTo("200 {\"done\":3}");
        assertThat(send(request("/do/a", "k1", "{}").header("Who", "vera")).body()).isEqualTo("{\"done\":4}");
        assertThat(ask("/do/a", null, "{}")).isEqualTo("200 {\"done\":5}");
        assertThat(ask("/do/a", null, "{}")).isEqualTo("200 {\"done\":6}");
    }

    @Test
    void anAnswerOfNothingIsRepeatedToo() throws Exception {
        action = () -> {
            done.incrementAndGet();
            return null;
        };
        assertThat(ask("/do/a", "k1", "")).isEqualTo("204 ");
        assertThat(ask("/do/a", "k1", "")).isEqualTo("204 ");
        assertThat(done).hasValue(1);
    }

    @Test
    void aKeyBelongsToOneRequest() throws Exception {
        ask("/do/a", "k1", "{}");
        assertThat(ask("/do/a", "k1", "{ }")).startsWith("422 ").contains(ProblemCode.KEY_REUSED.code());
        assertThat(ask("/do/a", "k".repeat(101), "{}")).startsWith("400 ").contains("Idempotency-Key");
        assertThat(ask("/do/" + "a".repeat(400), "k1", "{}")).startsWith("400 ").contains("the path");
        assertThat(done).hasValue(1);
    }

    @Test
    void afterADayAKeyIsForgotten() throws Exception {
        ask("/do/a", "k1", "{}");
        now = now.plus(Repeatable.KEPT).minusSeconds(1);
        assertThat(ask("/do/a", "k1", "{}")).endsWith("{\"done\":1}");
        now = now.plusSeconds(1);
        assertThat(ask("/do/a", "k1", "{}")).endsWith("{\"done\":2}");
        now = now.plus(Repeatable.KEPT).plus(Duration.ofHours(1));
        new Repeatable(database, new KeptAnswers(), () -> now).prune();
        long left = database.read(all -> new KeptAnswers()
                .find(all, new KeptAnswers.Key("olga", "/do/a", "k1")).stream().count());
        assertThat(left).isZero();
    }

    @Test
    void whatIsUnderWayIsNotDoneASecondTime() throws Exception {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        action = () -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Map.of("done", done.incrementAndGet());
        };
        CompletableFuture<HttpResponse<String>> one = client.sendAsync(request("/do/a", "k1", "{}").build(),
                HttpResponse.BodyHandlers.ofString());
        begun.await();
        assertThat(ask("/do/a", "k1", "{}")).startsWith("409 ").contains(ProblemCode.UNDER_WAY.code());
        end.countDown();
        assertThat(one.get().body()).isEqualTo("{\"done\":1}");
        assertThat(ask("/do/a", "k1", "{}")).isEqualTo("200 {\"done\":1}");
    }

    @Test
    void aProblemIsNotRepeatedButTriedAnew() throws Exception {
        action = () -> {
            throw new ProblemException(ProblemCode.CONFLICT, "not now");
        };
        assertThat(ask("/do/a", "k1", "{}")).startsWith("409 ").contains("not now");
        action = () -> Map.of("done", done.incrementAndGet());
        assertThat(ask("/do/a", "k1", "{}")).isEqualTo("200 {\"done\":1}");
    }

    @Test
    void whereNobodyKnowsWhetherItWasDoneThatIsSaid() throws Exception {
        action = () -> {
            throw new IllegalStateException("broken in the middle");
        };
        assertThat(ask("/do/a", "k1", "{}")).startsWith("500 ");
        action = () -> Map.of("done", done.incrementAndGet());
        assertThat(ask("/do/a", "k1", "{}")).startsWith("409 ").contains(ProblemCode.OUTCOME_UNKNOWN.code());
        assertThat(done).hasValue(0);
    }
}
