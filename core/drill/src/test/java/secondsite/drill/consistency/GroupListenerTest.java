package secondsite.drill.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.freeze.group.GroupPoint;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.TlsIdentity;
import secondsite.api.machine.GroupMembership;
import secondsite.api.machine.GroupMembership.Member;
import secondsite.engine.nbd.NbdClient;
import secondsite.engine.nbd.NbdClient.Command;
import secondsite.server.web.Peer;

/** Who is answered on the group's port, and what others can do there; messages are written by hand, as their description says. */
@Timeout(120)
class GroupListenerTest {

    private static final int ASK = 1;
    private static final int READY = 2;
    private static final int HOLD = 3;
    private static final int HELD = 4;
    private static final int REFUSED = 9;
    private static final int HOLD_MILLIS = 3000;

    private final Certificates certificates = new Certificates();
    private final Deque<Closeable> opened = new ArrayDeque<>();
    private final Random random = new Random(2);

    @TempDir
    Path folder;

    private GroupMachine leader;
    private GroupMachine member;
    private volatile TlsIdentity shown;
    private GroupMembership group;

    @BeforeEach
    void open() throws IOException {
        leader = machine("leader");
        shown = certificates.agent("member");
        member = new GroupMachine(folder, "member", () -> shown, UnaryOperator.identity());
        opened.push(member);
        group = GroupMachine.group(HOLD_MILLIS, leader, member);
    }

    private GroupMachine machine(String name) throws IOException {
        var machine = new GroupMachine(folder, name, certificates.agent(name), UnaryOperator.identity());
        opened.push(machine);
        return machine;
    }

    @AfterEach
    void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    private GroupPoint point(int number) throws InterruptedException {
        return leader.barrier().make(new UUID(6, number), "");
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        opened.push(socket);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), member.barrier().address().getPort()));
        return socket;
    }

    private SSLSocket secure(TlsIdentity identity, String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = identity == null ? null : new KeyManager[]{identity.keyManager()};
        context.init(keys, new TrustManager[]{new Trusting()}, new SecureRandom());
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connect(), "localhost", 1, true);
        socket.setEnabledProtocols(new String[]{protocol});
        return socket;
    }

    private static byte[] message(int kind, UUID group, UUID point, int millis, String words) {
        byte[] said = words.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(40 + said.length).put((byte) 1).put((byte) kind)
                .putLong(group.getMostSignificantBits()).putLong(group.getLeastSignificantBits())
                .putLong(point.getMostSignificantBits()).putLong(point.getLeastSignificantBits()).putInt(millis)
                .putShort((short) said.length).put(said).array();
    }

    private record Said(int kind, int millis, String words) {}

    private static Said ask(SSLSocket socket, byte[] message) throws IOException {
        socket.getOutputStream().write(message);
        var in = new DataInputStream(socket.getInputStream());
        byte[] head = in.readNBytes(40);
        if (head.length < 40) {
            throw new IOException("no answer");
        }
        int length = ByteBuffer.wrap(head).getShort(38);
        return new Said(head[1], ByteBuffer.wrap(head).getInt(34),
                new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private X509Certificate certificateOfMember() throws Exception {
        try (SSLSocket socket = secure(certificates.agent("stranger"), "TLSv1.3")) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void aRenewedCertificateIsShownFromThenOn() throws Exception {
        assertThat(certificateOfMember()).isEqualTo(shown.chain().getFirst());
        shown = certificates.agent("member");
        assertThat(certificateOfMember()).isEqualTo(shown.chain().getFirst());
        assertThat(point(1).problem()).isEmpty();
    }

    private void assertUnanswered(TlsIdentity identity, String protocol) {
        assertThatThrownBy(() -> {
            SSLSocket socket = secure(identity, protocol);
            socket.startHandshake();
            ask(socket, message(ASK, group.group(), new UUID(1, 1), 0, ""));
        }).isInstanceOf(IOException.class);
    }

    private void assertWritesPass() throws IOException {
        try (NbdClient client = member.client()) {
            client.ask(Command.WRITE, 0, 1, 0, 512, ByteBuffer.allocate(512));
            client.done();
        }
    }

    @Test
    void theLeaderIsAnsweredWithACertificateForCallingOthersOnly() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(point(i).problem()).isEmpty();
        }
        assertThat(leader.numbersAtMarks()).hasSize(3);
        assertThat(member.numbersAtMarks()).hasSize(3);
    }

    @Test
    void whoIsNotOfTheGroupIsNotAnswered() throws Exception {
        assertUnanswered(null, "TLSv1.3");
        assertUnanswered(certificates.agent("leader"), "TLSv1.2");
        assertUnanswered(certificates.agent("stranger"), "TLSv1.3");
        assertUnanswered(certificates.of(Peer.Kind.PROCESS_SERVER, "leader"), "TLSv1.3");
        assertUnanswered(certificates.agentOfAnother("leader"), "TLSv1.3");
        assertThat(point(1).problem()).isEmpty();
    }

    @Test
    void aMemberThatDoesNotLeadIsRefused() throws Exception {
        SSLSocket socket = secure(certificates.agent("member"), "TLSv1.3");
        Said said = ask(socket, message(HOLD, group.group(), new UUID(1, 1), 1000, ""));
        assertThat(said.kind()).isEqualTo(REFUSED);
        assertThat(said.words()).contains("leader leads the group");
        assertWritesPass();
    }

    @Test
    void theLeaderOfAnotherGroupAndALongerHoldAreRefused() throws Exception {
        SSLSocket socket = secure(certificates.agent("leader"), "TLSv1.3");
        assertThat(ask(socket, message(HOLD, new UUID(9, 9), new UUID(1, 1), 1000, "")).words())
                .contains("not in that group");
        assertThat(ask(socket, message(HOLD, group.group(), new UUID(1, 1), HOLD_MILLIS + 1, "")).words())
                .contains("at most 3000 ms");
        assertWritesPass();
    }

    /** The connection of a leader that was killed ends; one that is cut off only falls silent. */
    @Test
    void writesGoOnWhenTheLeaderIsGoneAndWhenItIsSilent() throws Exception {
        SSLSocket killed = secure(certificates.agent("leader"), "TLSv1.3");
        assertThat(ask(killed, message(HOLD, group.group(), new UUID(1, 1), HOLD_MILLIS, "")).kind()).isEqualTo(HELD);
        killed.close();
        assertWritesPass();
        SSLSocket silent = secure(certificates.agent("leader"), "TLSv1.3");
        Said ready = ask(silent, message(ASK, group.group(), new UUID(1, 2), 0, ""));
        assertThat(ready.kind()).isEqualTo(READY);
        TimeUnit.MILLISECONDS.sleep(ready.millis());
        long begun = System.nanoTime();
        assertThat(ask(silent, message(HOLD, group.group(), new UUID(1, 2), 1000, "")).kind()).isEqualTo(HELD);
        assertWritesPass();
        assertThat(System.nanoTime() - begun).as("it was held, so the write waited").isGreaterThan(999_000_000L);
    }

    /** Whoever commands cannot stop writes for good. */
    @Test
    void afterAHoldWritesPassForAsLong() throws Exception {
        SSLSocket socket = secure(certificates.agent("leader"), "TLSv1.3");
        assertThat(ask(socket, message(HOLD, group.group(), new UUID(1, 1), 1000, "")).kind()).isEqualTo(HELD);
        assertWritesPass();
        Said said = ask(socket, message(HOLD, group.group(), new UUID(1, 2), 1000, ""));
        assertThat(said.kind()).isEqualTo(REFUSED);
        assertThat(said.words()).contains("a moment ago");
    }

    @Test
    void aHundredHalfOpenConnectionsAndGarbageKeepNobodyOut() throws Exception {
        assertThat(point(1).problem()).isEmpty();
        var sockets = new ArrayList<Socket>();
        for (int i = 0; i < 100; i++) {
            Socket socket = connect();
            byte[] garbage = new byte[random.nextInt(3000)];
            random.nextBytes(garbage);
            try {
                switch (i % 3) {
                    case 0 -> socket.getOutputStream().write(garbage);
                    case 1 -> socket.getOutputStream().write(new byte[]{0x16, 3, 1, 0x40, 0, 1});
                    default -> {
                        // says nothing
                    }
                }
            } catch (IOException _) {
                // it was thrown out already
            }
            sockets.add(socket);
        }
        // A leader that was restarted has no connection yet.
        member.barrier().join(Optional.of(group));
        leader.close();
        opened.remove(leader);
        restartLeader();
        for (int i = 2; i < 12; i++) {
            assertThat(point(i).problem()).isEmpty();
            assertWritesPass();
        }
        for (Socket socket : sockets) {
            assertEnds(socket);
        }
    }

    private void restartLeader() throws IOException {
        leader = new GroupMachine(folder.resolve("leader"), "again", certificates.agent("again"),
                UnaryOperator.identity());
        opened.push(leader);
        group = GroupMachine.group(HOLD_MILLIS, leader, member);
    }

    private static void assertEnds(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                // an alert, perhaps
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("a stranger is still connected", e);
        } catch (IOException _) {
            // thrown out
        }
    }

    @Test
    void messagesThatAreNoneEndTheConnectionAndNothingElse() throws Exception {
        byte[] longWords = message(ASK, group.group(), new UUID(1, 1), 0, "x".repeat(401));
        byte[] negative = message(HOLD, group.group(), new UUID(1, 1), -1, "");
        byte[] unknown = message(77, group.group(), new UUID(1, 1), 0, "");
        byte[] version = message(ASK, group.group(), new UUID(1, 1), 0, "");
        version[0] = 2;
        for (byte[] wrong : List.of(longWords, negative, unknown, version)) {
            SSLSocket socket = secure(certificates.agent("leader"), "TLSv1.3");
            assertThatThrownBy(() -> ask(socket, wrong)).isInstanceOf(IOException.class);
        }
        assertThat(point(1).problem()).isEmpty();
        assertWritesPass();
    }

    @Test
    void aMemberThatIsNotThereIsNamedAndNothingIsHeld() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        var gone = new Member("gone", URI.create("https://127.0.0.1:" + free));
        leader.barrier().join(Optional.of(new GroupMembership(group.group(), "leader",
                List.of(leader.member(), member.member(), gone), 0, HOLD_MILLIS)));
        GroupPoint point = point(1);
        assertThat(point.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.GROUP_POINT_NOT_MADE);
            assertThat(problem.detail()).startsWith("gone: ");
        });
        assertThat(member.numbersAtMarks()).isEmpty();
    }

    @Test
    void anotherAgentAtAMembersAddressIsNotTakenForIt() throws Exception {
        var moved = new Member("other", member.member().address());
        leader.barrier().join(Optional.of(
                new GroupMembership(group.group(), "leader", List.of(leader.member(), moved), 0, HOLD_MILLIS)));
        assertThat(point(1).problem())
                .hasValueSatisfying(problem -> assertThat(problem.detail()).contains("is agent member"));
    }

    @Test
    void aGroupOfOneMakesPointsAndOneWithoutAGroupDoesNot() throws Exception {
        GroupMachine.group(HOLD_MILLIS, leader);
        assertThat(point(1).problem()).isEmpty();
        leader.barrier().join(Optional.empty());
        assertThat(point(2).problem())
                .hasValueSatisfying(problem -> assertThat(problem.detail()).contains("leads no group"));
        assertThat(leader.numbersAtMarks()).containsOnlyKeys(new UUID(6, 1));
    }

    /** The hostile side does not care who it speaks to. */
    private static final class Trusting extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
