package secondsite.drill.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineTest {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final int HELD_MILLIS = 200;

    private ServerSocket server;
    private Line line;

    @BeforeEach
    void aServerBeyondTheLine() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        line = new Line(InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void end() throws IOException {
        line.close();
        server.close();
    }

    private Socket asked(String host, int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), line.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        say(socket, "CONNECT " + host + ":" + port + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static BufferedReader heard(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    @Test
    void whatIsSaidPassesBothWaysAndIsCounted() throws IOException {
        try (Socket client = asked("localhost", server.getLocalPort()); Socket there = server.accept()) {
            BufferedReader answer = heard(client);
            assertThat(answer.readLine()).startsWith("HTTP/1.1 200");
            assertThat(answer.readLine()).isEmpty();
            say(client, "question\n");
            assertThat(heard(there).readLine()).isEqualTo("question");
            say(there, "reply\n");
            assertThat(answer.readLine()).isEqualTo("reply");
            assertThat(line.bytes()).isEqualTo(15);
        }
    }

    @Test
    void nothingButThisMachineIsReached() throws IOException {
        try (Socket client = asked("elsewhere.example", 443)) {
            assertThat(heard(client).readLine()).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void whatIsSaidWhileItIsHeldArrivesAfterwards() throws IOException {
        try (Socket client = asked("localhost", server.getLocalPort()); Socket there = server.accept()) {
            assertThat(heard(client).readLine()).startsWith("HTTP/1.1 200");
            line.hold();
            say(client, "question\n");
            BufferedReader heard = heard(there);
            there.setSoTimeout(HELD_MILLIS);
            assertThatThrownBy(heard::readLine).isInstanceOf(SocketTimeoutException.class);
            line.release();
            there.setSoTimeout(PATIENCE_MILLIS);
            assertThat(heard.readLine()).isEqualTo("question");
        }
    }
}
