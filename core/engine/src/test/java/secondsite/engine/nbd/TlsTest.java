package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.tool.Tool;

/** TLS, with clients of GnuTLS and of QEMU. */
@Timeout(60)
class TlsTest {

    private static final int SIZE = 16 << 20;

    @TempDir
    static Path folder;

    private static TestAuthority ours;
    private static TestAuthority theirs;

    private final MemoryDisk disk = new MemoryDisk(SIZE);
    private InetSocketAddress tcp;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ours = new TestAuthority(folder.resolve("ours")).issue("server", "localhost").issue("client", "client");
        theirs = new TestAuthority(folder.resolve("theirs")).issue("client", "client");
        Files.copy(ours.folder().resolve("ca-cert.pem"), theirs.folder().resolve("ca-cert.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.createDirectories(folder.resolve("none"));
        Files.copy(ours.folder().resolve("ca-cert.pem"), folder.resolve("none").resolve("ca-cert.pem"));
    }

    private TestServer server(boolean required, boolean clientCertificate) throws Exception {
        NbdTls tls = new NbdTls(ours.context("server"), required, clientCertificate);
        TestServer server = new TestServer(NbdSettings.DEFAULT.withTls(tls));
        server.exports.add("", disk);
        tcp = (InetSocketAddress) server.server().listen(new InetSocketAddress("127.0.0.1", 0));
        return server;
    }

    private String uri(Path certificates) {
        return "nbds://localhost:" + tcp.getPort() + "/?tls-certificates=" + certificates;
    }

    @Test
    void movesADiskEncrypted() throws Exception {
        Path source = Files.write(folder.resolve("source.raw"), random(SIZE));
        Path copy = folder.resolve("copy.raw");
        try (TestServer server = server(true, true)) {
            String uri = uri(ours.folder());
            assertThat(Tool.run("nbdinfo", uri).ok()).contains("newstyle-fixed with TLS");
            Tool.run("nbdcopy", "--connections=2", source.toString(), uri).ok();
            Tool.run("nbdcopy", "--connections=2", uri, copy.toString()).ok();
            assertThat(Files.mismatch(source, copy)).isEqualTo(-1);
            assertThat(server.events).contains("opened ", "closed ");
        }
    }

    @Test
    void aUnixSocketIsEncryptedToo() throws Exception {
        try (TestServer server = server(true, true)) {
            assertThat(Tool.run("nbdinfo", server.uri()).exit()).isNotZero();
            String uri = "nbds+unix:///?socket=" + server.socket() + "&tls-certificates=" + ours.folder();
            assertThat(Tool.run("nbdinfo", "--size", uri).ok().strip()).isEqualTo("" + SIZE);
        }
    }

    @Test
    void qemuSpeaksItToo() throws Exception {
        try (TestServer server = server(true, true)) {
            String output = Tool.run("qemu-io", "--object",
                    "tls-creds-x509,id=tls,endpoint=client,dir=" + ours.folder(), "--image-opts", "-c",
                    "write -P 5 1000 3M", "-c", "flush", "-c", "read -P 5 1000 3M",
                    "driver=nbd,host=localhost,port=" + tcp.getPort() + ",tls-creds=tls").ok();
            assertThat(output).doesNotContain("failed");
            ByteBuffer there = ByteBuffer.allocate(3 << 20);
            disk.read(there, 1000);
            assertThat(there.array()).containsOnly(5);
            assertThat(server.events).isNotEmpty();
        }
    }

    @Test
    void nobodyGetsInWithoutTlsWhereItIsRequired() throws Exception {
        try (TestServer server = server(true, false); RawClient client = new RawClient(tcp)) {
            assertThat(Tool.run("nbdinfo", "nbd://localhost:" + tcp.getPort() + "/").exit()).isNotZero();
            client.greet();
            for (int option : new int[]{3, 6, 7, 8, 9, 10, 11}) {
                assertThat(client.outcome(option)).as("option %d", option).isEqualTo(0x80000005);
            }
            client.sendOption(1);
            assertThat(client.hungUp()).isTrue();
            Tool.run("nbdinfo", uri(folder.resolve("none"))).ok();
            server.awaitEvent("refused: the client does not begin TLS");
        }
    }

    @Test
    void certificatesOfOthersAreRefused() throws Exception {
        try (TestServer server = server(true, true)) {
            assertThat(Tool.run("nbdinfo", uri(theirs.folder())).exit()).isNotZero();
            assertThat(Tool.run("nbdinfo", uri(folder.resolve("none"))).exit()).isNotZero();
            server.awaitEvent("refused");
            assertThat(server.events).noneMatch(event -> event.startsWith("opened"));
            Tool.run("nbdinfo", uri(ours.folder())).ok();
        }
    }

    @Test
    void tlsMayBeOffered() throws Exception {
        try (TestServer server = server(false, false)) {
            Tool.run("nbdinfo", "nbd://localhost:" + tcp.getPort() + "/").ok();
            assertThat(Tool.run("nbdinfo", uri(folder.resolve("none"))).ok()).contains("with TLS");
            assertThat(server.exports.names()).containsExactly("");
        }
    }

    @Test
    void oldProtocolsAreRefused() throws Exception {
        try (TestServer server = server(true, false); SSLSocket socket = startTls("TLSv1.2")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            server.awaitEvent("refused");
        }
        try (TestServer server = server(true, false); SSLSocket socket = startTls("TLSv1.3")) {
            socket.startHandshake();
            assertThat(server.events).isEmpty();
        }
    }

    private SSLSocket startTls(String protocol) throws Exception {
        RawClient client = new RawClient(tcp);
        client.greet();
        assertThat(client.outcome(5)).isEqualTo(1);
        SSLContext context = ours.context("client");
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(client.socket.socket(), "localhost",
                tcp.getPort(), true);
        socket.setEnabledProtocols(new String[]{protocol});
        return socket;
    }

    @Test
    void plainBytesBehindTheWishForTlsCostTheConnection() throws Exception {
        try (TestServer server = server(true, false); RawClient client = new RawClient(tcp)) {
            client.greet();
            client.send(ByteBuffer.allocate(40).putLong(0x49484156454f5054L).putInt(5).putInt(0)
                    .putLong(0x49484156454f5054L).putInt(3).putInt(0).flip());
            client.awaitHangUp();
            server.awaitEvent("refused: the client sent plain bytes");
        }
    }

    @Test
    void whoBreaksOffTheTlsHandshakeLosesOnlyItsOwnConnection() throws Exception {
        try (TestServer server = server(true, false)) {
            try (RawClient client = new RawClient(tcp)) {
                client.greet();
                assertThat(client.outcome(5)).isEqualTo(1);
                client.send(ByteBuffer.wrap(random(300)));
                client.awaitHangUp();
            }
            try (RawClient client = new RawClient(tcp)) {
                client.greet();
                assertThat(client.outcome(5)).isEqualTo(1);
            }
            server.awaitEvent("refused: the client left");
            Tool.run("nbdinfo", uri(folder.resolve("none"))).ok();
        }
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }
}
