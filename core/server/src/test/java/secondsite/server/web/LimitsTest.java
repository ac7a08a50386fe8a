package secondsite.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.Json;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.server.settings.Listen;
import secondsite.server.settings.Size;
import secondsite.server.web.ConnectionWatch.Deadlines;

/** T17 and T19 for HTTP: what a hostile client with a good certificate can say, hold and delay. */
@Timeout(120)
class LimitsTest {

    private static final int MIB = 1 << 20;
    private static final byte[] LARGE = new byte[32 * MIB];

    private final Identities identities = new Identities();
    private final SSLSocketFactory sockets = identities.client(Peer.Kind.AGENT, "machine").sslContext()
            .getSocketFactory();
    private final SSLSocketFactory others = identities.client(Peer.Kind.AGENT, "other").sslContext().getSocketFactory();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger bodies = new AtomicInteger();
    private HttpsListener listener;

    @BeforeEach
    void listen() {
        Routes routes = new Routes()
                .post("/body", exchange -> {
                    int length = exchange.body().remaining();
                    bodies.incrementAndGet();
                    exchange.answer(List.of(length));
                })
                .get("/large", exchange -> exchange.answer(200, "application/octet-stream", LARGE))
                .get("/fails", _ -> {
                    throw new IllegalStateException("secret of the inside");
                })
                .get("/", exchange -> exchange.answer(List.of("here")));
        listener = new HttpsListener(new Listen("127.0.0.1", 0, 1000, new Size(32 * MIB)),
                identities.server(Peer.Kind.PROCESS_SERVER, "gateway"),
                new PeerCheck(_ -> false, InstantSource.system()),
                routes,
                new Deadlines(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2),
                        Duration.ofSeconds(1), MIB,
                        Duration.ofSeconds(20)));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        listener.close();
    }

    private SSLSocket connect(SSLSocketFactory factory) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket("127.0.0.1", listener.port());
        socket.setSoTimeout(30_000);
        open.add(socket);
        return socket;
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Status and body of an answer. */
    private record Answer(int status, String head, byte[] body) {
        Problem problem() throws IOException {
            assertThat(head.toLowerCase(Locale.ROOT)).contains("content-type: application/problem+json");
            return Json.read(body, Problem.class);
        }
    }

    private static Answer read(SSLSocket socket) throws IOException {
        InputStream in = socket.getInputStream();
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("cut off after: " + head);
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        String length = text.lines().filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("0");
        return new Answer(Integer.parseInt(text.substring(9, 12)), text, in.readNBytes(Integer.parseInt(length)));
    }

    private Answer ask(String request) throws IOException {
        SSLSocket socket = connect(sockets);
        write(socket, request);
        return read(socket);
    }

    private void assertHonestRequestsAreAnswered() throws IOException {
        SSLSocket socket = connect(others);
        write(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(read(socket).status()).isEqualTo(200);
    }

    @Test
    void refusesALengthBeyondTheLimitBeforeAnyOfTheBodyCame() throws IOException {
        for (String length : List.of("8388609", "99999999999", "9223372036854775807")) {
            Answer answer = ask("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.problem().code()).isEqualTo(ProblemCode.TOO_LARGE);
        }
        assertThat(bodies).hasValue(0);
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws IOException {
        SSLSocket socket = connect(sockets);
        write(socket, "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 8388608\r\n\r\n");
        socket.getOutputStream().write(new byte[8 * MIB]);
        assertThat(new String(read(socket).body(), StandardCharsets.UTF_8)).isEqualTo("[8388608]");
    }

    @Test
    void asksForTheLengthOfABody() throws IOException {
        Answer answer = ask(
                "POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
        assertThat(answer.status()).isEqualTo(411);
        assertThat(answer.problem().code()).isEqualTo(ProblemCode.LENGTH_REQUIRED);
    }

    @Test
    void answersNonsenseWithAProblemAndGoesOn() throws IOException {
        for (String nonsense : List.of(
                "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
                "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nLong: " + "a".repeat(100_000) + "\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "NONSENSE\r\n\r\n")) {
            try {
                Answer answer = ask(nonsense);
                assertThat(answer.status()).as("%.30s", nonsense).isBetween(400, 499);
                assertThat(answer.problem().code()).isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?s)cut off.*|Connection reset.*|Broken pipe.*");
            }
        }
        assertHonestRequestsAreAnswered();
    }

    @Test
    void saysWhatIsPossibleWhereAMethodIsNot() throws IOException {
        Answer answer = ask("GET /body HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.head()).contains("POST");
        assertThat(answer.problem().code()).isEqualTo(ProblemCode.METHOD_NOT_ALLOWED);
        assertThat(ask("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n").problem().code()).isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void tellsNothingOfTheInsideWhenSomethingGoesWrong() throws IOException {
        Answer answer = ask("GET /fails HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("secret", "IllegalState",
                "at secondsite");
    }

    /** Waits until the server has cut the connection, which it must, however steadily bytes drip in. */
    private static void assertCut(SSLSocket socket, String drip) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < until) {
            try {
                write(socket, drip);
                socket.setSoTimeout(50);
                if (socket.getInputStream().read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException _) {
                // It lives still.
            } catch (IOException e) {
                return;
            }
        }
        throw new AssertionError("the connection was not cut");
    }

    @Test
    void cutsHeadersThatDripIn() throws IOException {
        SSLSocket socket = connect(sockets);
        write(socket, "GET / HTTP/1.1\r\nHost: x\r\nSlow: ");
        assertCut(socket, "a");
    }

    @Test
    void cutsABodyThatDripsIn() throws IOException {
        SSLSocket socket = connect(sockets);
        write(socket, "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n");
        assertCut(socket, "a");
        assertThat(bodies).hasValue(0);
    }

    @Test
    void cutsAnIdleConnection() throws IOException {
        SSLSocket socket = connect(sockets);
        write(socket, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(read(socket).status()).isEqualTo(200);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void cutsAHandshakeThatDoesNotGoOn() throws IOException {
        try (var socket = new Socket("127.0.0.1", listener.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(new byte[]{0x16, 0x03, 0x01});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void answersHonestRequestsWhileHundredsAreSlowInEveryWay() throws Exception {
        var slow = new ArrayList<SSLSocket>();
        for (int i = 0; i < 40; i++) {
            open.add(new Socket("127.0.0.1", listener.port()));
            SSLSocket headers = connect(sockets);
            write(headers, "GET / HTTP/1.1\r\nHost: x\r\nSlow: ");
            SSLSocket body = connect(sockets);
            write(body, "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\nabc");
            SSLSocket reader = connect(sockets);
            write(reader, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            slow.addAll(List.of(headers, body, reader));
            assertHonestRequestsAreAnswered();
        }
        SSLSocket honest = connect(others);
        write(honest, "POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
        assertThat(read(honest).status()).as("a slow peer cannot take all memory for bodies").isEqualTo(200);
    }
}
