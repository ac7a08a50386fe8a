package secondsite.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.server.web.HandshakeTurns.Turns;

/** Handshakes that are computed one at a time. */
@Timeout(60)
class HandshakeTurnsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(20);

    private static Turns peer(HandshakeTurns turns, String sent) {
        return turns.of(new ByteArrayInputStream(sent.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void whoWaitsForItsPeerHoldsNobodyUp() throws Exception {
        var turns = new HandshakeTurns(1, LONG);
        var sent = new PipedOutputStream();
        Turns stalls = turns.of(new PipedInputStream(sent));
        sent.write('h');
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var second = CompletableFuture.supplyAsync(() -> {
                try {
                    stalls.read();
                    return stalls.read();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            }, threads);
            Turns other = peer(turns, "hello");
            assertThat(other.read()).isEqualTo('h');
            other.over();
            sent.write('i');
            assertThat(second.get()).isEqualTo('i');
        }
    }

    @Test
    void whoWaitsForItsTurnTooLongIsCutAndTheNextOneGoesOn() throws IOException {
        var turns = new HandshakeTurns(1, SHORT);
        Turns computes = peer(turns, "hello");
        computes.read();
        assertThatThrownBy(peer(turns, "me too")::read).isInstanceOf(IOException.class)
                .hasMessageContaining("too many handshakes");
        computes.over();
        assertThat(peer(turns, "me too").read()).isEqualTo('m');
    }

    @Test
    void whoHasToldAllThatIsWaitedForKeepsItsTurn() throws IOException {
        var turns = new HandshakeTurns(1, SHORT);
        Turns computes = peer(turns, "hello");
        for (char each : "hello".toCharArray()) {
            assertThat(computes.read()).isEqualTo(each);
            assertThatThrownBy(peer(turns, "me too")::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void afterItsHandshakeNobodyNeedsATurn() throws IOException {
        var turns = new HandshakeTurns(1, SHORT);
        Turns through = peer(turns, "hello");
        through.read();
        through.over();
        peer(turns, "somebody who computes").read();
        assertThat(through.readNBytes(4)).isEqualTo("ello".getBytes(StandardCharsets.US_ASCII));
        assertThat(through.read()).isEqualTo(-1);
    }
}
