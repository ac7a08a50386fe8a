package secondsite.agent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders over a real socket: what arrives, what is answered, and what becomes of those who do not keep to it. */
@Timeout(60)
class ControlTest {

    private final List<Order> carriedOut = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path path() {
        return folder.resolve("control.sock");
    }

    private ControlServer server(Orders orders) throws IOException {
        return new ControlServer(path(), orders);
    }

    private Orders remembering(Object result) {
        return order -> {
            carriedOut.add(order);
            return result;
        };
    }

    private static Order status() {
        return Order.of(Order.Verb.STATUS, List.of());
    }

    @Test
    void anOrderArrivesAsItWasGivenAndItsResultComesBack() throws IOException {
        UUID id = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
        var given = new Order(Order.Verb.MARK, List.of("data", "log"), "app", id, "vor dem Update: \"\u00e4\n\"");
        try (ControlServer _ = server(remembering(new MarkResult(id, Map.of(id, 7L))))) {
            var told = new ControlClient(path()).give(given);
            assertThat(told.get("id").asText()).isEqualTo(id.toString());
            assertThat(told.get("sequences").get(id.toString()).asLong()).isEqualTo(7);
        }
        assertThat(carriedOut).containsExactly(given);
    }

    @Test
    void anOrderWithNothingToSayIsAnsweredAllTheSame() throws IOException {
        try (ControlServer _ = server(remembering(null))) {
            assertThat(new ControlClient(path()).give(status()).isNull()).isTrue();
        }
    }

    @Test
    void whyAnOrderWasNotDoneIsTold() throws IOException {
        try (ControlServer _ = server(order -> {
            throw new IOException("no point can be made of disk x");
        })) {
            assertThatThrownBy(() -> new ControlClient(path()).give(status())).isInstanceOf(IOException.class)
                    .hasMessage("no point can be made of disk x");
        }
    }

    @Test
    void anOrderThatFailsByAMistakeOfOursIsAnsweredAndTheNextOneIsTaken() throws IOException {
        try (ControlServer _ = server(order -> {
            if (carriedOut.isEmpty()) {
                carriedOut.add(order);
                throw new UnsupportedOperationException("never thought of");
            }
            return Map.of("fine", true);
        })) {
            assertThatThrownBy(() -> new ControlClient(path()).give(status())).hasMessageContaining("never thought of");
            assertThat(new ControlClient(path()).give(status()).get("fine").asBoolean()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "7", "{", "{}{}", "{\"verb\":\"DESTROY\"}", "{\"disks\":\"all\"}",
            "\u0000\u00ff",
            "{\"verb\":\"STATUS\",\"id\":\"no id\"}"})
    void whatIsNoOrderIsAnsweredWithWhatIsWrongAndNothingIsDone(String line) throws IOException {
        try (ControlServer _ = server(remembering("done"))) {
            assertThat(answerTo(line + "\n")).startsWith("{\"error\":\"").contains("\"result\":null");
            assertThat(carriedOut).isEmpty();
            assertThat(new ControlClient(path()).give(status()).asText()).isEqualTo("done");
        }
    }

    @Test
    void nestingWithoutEndIsRefused() throws IOException {
        try (ControlServer _ = server(remembering("done"))) {
            assertThat(answerTo("{\"more\":" + "[".repeat(100_000) + "\n")).startsWith("{\"error\":\"");
            assertThat(carriedOut).isEmpty();
        }
    }

    private String answerTo(String line) throws IOException {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
            return new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aLineWithoutEndIsCutOffAndTheNextOrderIsTaken() throws IOException {
        try (ControlServer _ = server(remembering("done"))) {
            assertThatThrownBy(this::writeWithoutEnd).isInstanceOf(IOException.class);
            assertThat(carriedOut).isEmpty();
            assertThat(new ControlClient(path()).give(status()).asText()).isEqualTo("done");
        }
    }

    private void writeWithoutEnd() throws IOException {
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
            for (int i = 0; i < 1000; i++) {
                ByteBuffer some = ByteBuffer.allocate(64 << 10);
                while (some.hasRemaining()) {
                    socket.write(some);
                }
            }
        }
    }

    @Test
    void whoLeavesInTheMiddleOfALineKeepsNobodyOut() throws IOException {
        try (ControlServer _ = server(remembering("done"))) {
            for (int i = 0; i < 50; i++) {
                try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
                    socket.write(ByteBuffer.wrap("{\"verb\":".getBytes(StandardCharsets.UTF_8)));
                }
            }
            assertThat(new ControlClient(path()).give(status()).asText()).isEqualTo("done");
            assertThat(carriedOut).hasSize(1);
        }
    }

    @Test
    void anOrderThatTakesLongHoldsUpNoOther() throws Exception {
        var release = new CountDownLatch(1);
        try (ControlServer _ = server(order -> {
            if (order.verb() == Order.Verb.MARK) {
                release.await();
            }
            return order.verb();
        })) {
            Thread waits = Thread.ofVirtual().start(() -> answerQuietly(Order.of(Order.Verb.MARK, List.of())));
            assertThat(new ControlClient(path()).give(status()).asText()).isEqualTo("STATUS");
            release.countDown();
            waits.join();
        }
    }

    private void answerQuietly(Order order) {
        try {
            new ControlClient(path()).give(order);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void onlyTheOwnerMayGiveOrders() throws IOException {
        try (ControlServer _ = server(remembering(null))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path()))).isEqualTo("rw-------");
        }
    }

    @Test
    void aSecondAgentIsRefusedAndTheFirstGoesOn() throws IOException {
        try (ControlServer _ = server(remembering("the first"))) {
            assertThatThrownBy(() -> server(remembering("the second"))).isInstanceOf(IOException.class)
                    .hasMessageContaining(path().toString()).hasMessageContaining("another agent");
            assertThat(new ControlClient(path()).give(status()).asText()).isEqualTo("the first");
        }
        assertThat(path()).doesNotExist();
    }

    @Test
    void theSocketOfADeadAgentIsReplaced() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThat(path()).exists();
        assertThatThrownBy(() -> new ControlClient(path()).give(status())).hasMessageContaining("no agent answers");
        try (ControlServer _ = server(remembering("alive"))) {
            assertThat(new ControlClient(path()).give(status()).asText()).isEqualTo("alive");
        }
    }

    @Test
    void aPathTooLongForASocketIsNamed() {
        Path tooLong = folder.resolve("x".repeat(120));
        assertThatThrownBy(() -> new ControlServer(tooLong, remembering(null))).isInstanceOf(IOException.class)
                .hasMessageContaining(tooLong.toString());
    }

    @Test
    void whoeverAnswersNothingIsNoAgent() throws Exception {
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(path()));
            Thread closes = Thread.ofVirtual().start(() -> closeFirst(mute));
            assertThatThrownBy(() -> new ControlClient(path()).give(status())).isInstanceOfAny(EOFException.class,
                    IOException.class);
            closes.join();
        }
    }

    private static void closeFirst(ServerSocketChannel server) {
        try {
            server.accept().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void clientsThatSayNothingAreHungUpOnAndOthersAreHeard() throws IOException {
        var silent = new ArrayList<SocketChannel>();
        try (ControlServer _ = new ControlServer(path(), remembering(null), Duration.ofSeconds(1))) {
            for (int i = 0; i < 20; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(path())));
            }
            silent.getFirst().write(ByteBuffer.wrap("{\"verb\":".getBytes(StandardCharsets.UTF_8)));
            new ControlClient(path()).give(status());
            assertThat(silent.getFirst().read(ByteBuffer.allocate(1))).as("hung up").isNegative();
        } finally {
            for (SocketChannel socket : silent) {
                socket.close();
            }
        }
        assertThat(carriedOut).containsExactly(status());
    }
}
