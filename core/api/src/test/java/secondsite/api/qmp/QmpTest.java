package secondsite.api.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The conversation with something that says it is QEMU. */
@Timeout(60)
class QmpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final String GREETING = "{\"QMP\": {\"version\": {}, \"capabilities\": []}}\n";

    @TempDir
    private Path place;
    private Path socket;
    private ServerSocketChannel server;

    /** What the other side does with one client. */
    private interface Side {
        void talk(BufferedReader in, OutputStream out) throws IOException;
    }

    @BeforeEach
    void listen() throws IOException {
        socket = place.resolve("qmp");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void answers(Side side) {
        Thread.ofVirtual().start(() -> {
            try (SocketChannel client = server.accept()) {
                side.talk(new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8)),
                        Channels.newOutputStream(client));
            } catch (IOException _) {
                // the client went
            }
        });
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void agree(BufferedReader in, OutputStream out) throws IOException {
        say(out, GREETING);
        in.readLine();
        say(out, "{\"return\": {}, \"id\": 1}\n");
    }

    @Test
    void answersAreToldFromEventsWhichCanBeAwaited() throws Exception {
        answers((in, out) -> {
            agree(in, out);
            assertThat(in.readLine()).isEqualTo("{\"execute\":\"query-name\",\"arguments\":{\"a\":\"b\"},\"id\":2}");
            say(out, "{\"event\": \"FIRST\"}\n{\"event\": \"SEC");
            say(out, "OND\"}\n{\"return\": {\"name\": \"x\"}, \"id\": 2}\n");
            in.readLine();
        });
        try (Qmp qmp = Qmp.connect(socket, PATIENCE)) {
            assertThat(qmp.ask("query-name", Map.of("a", "b")).path("name").asText()).isEqualTo("x");
            assertThat(qmp.await(event -> event.path("event").asText().equals("SECOND"), PATIENCE)).isNotNull();
            assertThat(qmp.await(_ -> true, SHORT)).isNull();
        }
    }

    @Test
    void refusalsAreTold() throws Exception {
        answers((in, out) -> {
            agree(in, out);
            in.readLine();
            say(out, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no such thing\"}, \"id\": 2}\n");
            in.readLine();
        });
        try (Qmp qmp = Qmp.connect(socket, PATIENCE)) {
            assertThatThrownBy(() -> qmp.ask("cont")).isInstanceOf(QmpException.class)
                    .hasMessage("QEMU refused cont: no such thing");
        }
    }

    @Test
    void silenceEnds() {
        answers((in, _) -> in.readLine());
        assertThatThrownBy(() -> Qmp.connect(socket, SHORT)).isInstanceOf(QmpSilenceException.class);
    }

    @Test
    void aLineWithoutAnEndIsNotKept() {
        answers((_, out) -> {
            byte[] much = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i <= Qmp.LONGEST_LINE_BYTES >> 20; i++) {
                out.write(much);
            }
        });
        assertThatThrownBy(() -> Qmp.connect(socket, PATIENCE)).hasMessageContaining("in one line");
    }

    @Test
    void whatIsNoQmpIsTold() {
        answers((in, out) -> {
            say(out, "{\"hello\": 1}\n");
            in.readLine();
        });
        assertThatThrownBy(() -> Qmp.connect(socket, PATIENCE)).hasMessageContaining("does not speak QMP");
    }

    @Test
    void anEndInTheMiddleIsTold() {
        answers((_, out) -> say(out, "{\"QMP\":"));
        assertThatThrownBy(() -> Qmp.connect(socket, PATIENCE)).isInstanceOf(EOFException.class);
    }
}
