package secondsite.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.web.ConnectionWatch.Deadlines;

/** Answers without an end, over real TLS. */
@Timeout(60)
class EventAnswerTest {

    private static final byte[] MUCH = ("{\"text\":\"" + "x".repeat(60_000) + "\"}").getBytes(StandardCharsets.UTF_8);
    /** Longer than any deadline below: so long a stream has to live. */
    private static final Duration LONG = Duration.ofSeconds(3);
    private static final Duration BEAT = Duration.ofMillis(100);

    private final Identities identities = new Identities();
    private final SSLSocketFactory sockets = identities.client(Peer.Kind.AGENT, "machine").sslContext()
            .getSocketFactory();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final CompletableFuture<IOException> broken = new CompletableFuture<>();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private HttpsListener listener;

    @BeforeEach
    void listen() {
        Routes routes = new Routes().get("/much", exchange -> stream(exchange, answer -> {
            while (true) {
                answer.event(7, "much", MUCH);
                answer.flush();
            }
        })).get("/beats", exchange -> stream(exchange, answer -> {
            long end = System.nanoTime() + LONG.toNanos();
            answer.id(7);
            while (System.nanoTime() < end) {
                answer.beat();
                answer.flush();
                Thread.sleep(BEAT);
            }
            answer.event(8, "last", "{}".getBytes(StandardCharsets.UTF_8));
        })).get("/silent", exchange -> stream(exchange, answer -> {
            answer.id(7);
            answer.flush();
            letGo.await();
            answer.beat();
            answer.flush();
        }));
        listener = new HttpsListener(new Listen("127.0.0.1", 0, 100, new Size(16 << 20)),
                identities.server(Peer.Kind.PROCESS_SERVER, "gateway"),
                new PeerCheck(_ -> false, InstantSource.system()), routes,
                new Deadlines(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2),
                        Duration.ofSeconds(1), 1 << 20,
                        Duration.ofSeconds(2)));
    }

    private interface Telling {

        void tell(EventAnswer answer) throws IOException, InterruptedException;
    }

    private void stream(Exchange exchange, Telling telling) throws IOException, InterruptedException {
        try (EventAnswer answer = exchange.answerEvents()) {
            telling.tell(answer);
        } catch (IOException e) {
            broken.complete(e);
            throw e;
        }
    }

    @AfterEach
    void close() throws Exception {
        letGo.countDown();
        for (AutoCloseable each : open) {
            each.close();
        }
        listener.close();
    }

    private BufferedReader ask(String path) throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket("127.0.0.1", listener.port());
        open.add(socket);
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void whoReadsIsNotCutHoweverLongItTakes() throws IOException {
        List<String> lines = ask("/beats").lines().takeWhile(line -> !line.equals("0")).toList();
        assertThat(lines.getFirst()).contains("200");
        assertThat(lines).contains("id: 7", ":", "event: last");
        assertThat(lines.stream().map(String::toLowerCase)).contains("content-type: text/event-stream",
                "transfer-encoding: chunked");
    }

    @Test
    void whoDoesNotReadIsCut() throws Exception {
        ask("/much");
        assertThat(broken.get()).isNotNull();
    }

    @Test
    void aServerThatEndsDoesNotWaitForItsStreams() throws Exception {
        BufferedReader in = ask("/silent");
        String line = in.readLine();
        while (!line.equals("id: 7")) {
            line = in.readLine();
        }
        Thread closing = Thread.ofVirtual().start(listener::close);
        assertThat(in.lines().filter(rest -> !rest.isEmpty())).as("cut").isEmpty();
        letGo.countDown();
        closing.join();
        assertThat(broken.get()).isNotNull();
    }
}
