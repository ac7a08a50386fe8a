package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static secondsite.engine.nbd.RawClient.FLUSH;
import static secondsite.engine.nbd.RawClient.READ;
import static secondsite.engine.nbd.RawClient.WRITE;
import static secondsite.engine.nbd.RawClient.request;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.layer.DiskLayer;

@Timeout(120)
class NbdServerTest {

    @TempDir
    Path folder;

    @Test
    void servesSeveralExportsOnSeveralAddresses() throws IOException {
        try (TestServer server = TestServer.of(new MemoryDisk(100))) {
            server.exports.add("other", new MemoryDisk(200));
            InetSocketAddress tcp = (InetSocketAddress) server.server().listen(new InetSocketAddress("127.0.0.1", 0));
            try (RawClient first = server.open(false); RawClient second = new RawClient(tcp)) {
                second.greet();
                second.open("other", false);
                assertThat(first.ask(0, WRITE, 0, 1, (byte) 1)).isZero();
                assertThat(second.ask(0, WRITE, 199, 1, (byte) 2)).isZero();
                assertThat(first.read(0, 1)).containsExactly(1);
                assertThat(second.read(199, 1)).containsExactly(2);
                assertThat(first.ask(0, READ, 199, 1)).isEqualTo(22);
            }
        }
    }

    @Test
    void oneConnectionSeesWhatAnotherWrote() throws IOException {
        try (TestServer server = TestServer.of(new MemoryDisk(100));
                RawClient first = server.open(false);
                RawClient second = server.open(true)) {
            assertThat(first.ask(0, WRITE, 10, 1, (byte) 7)).isZero();
            second.send(request(0, READ, 1, 10, 1));
            assertThat(second.chunks(1).getFirst().data().get(8)).isEqualTo((byte) 7);
        }
    }

    @Test
    void exportsComeAndGo() throws Exception {
        try (TestServer server = new TestServer(NbdSettings.DEFAULT); RawClient client = server.connect()) {
            client.greet();
            assertThat(client.outcome(7, RawClient.exportInfo(""))).isEqualTo(0x80000006);
            server.exports.add("", new MemoryDisk(100));
            client.open("", false);
            server.awaitEvent("opened ");
            assertThat(server.exports.names()).containsExactly("");
            server.exports.remove("");
            server.exports.remove("");
            assertThat(client.hungUp()).isTrue();
            server.awaitEvent("closed : the export is removed");
            assertThat(server.exports.names()).isEmpty();
        }
    }

    @Test
    void aNameIsTakenOnce() {
        Exports exports = new Exports();
        exports.add("a", new MemoryDisk(1));
        assertThatThrownBy(() -> exports.add("a", new MemoryDisk(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> exports.add("ä".repeat(2049), new MemoryDisk(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** A disk whose flush waits for a sign. */
    private static final class Gate extends DiskLayer {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch open = new CountDownLatch(1);

        Gate(Disk below) {
            super(below);
        }

        @Override
        public void flush() throws IOException {
            entered.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void aRemovedExportIsInNoUseAnyMore() throws Exception {
        Gate disk = new Gate(new MemoryDisk(100));
        try (TestServer server = TestServer.of(disk); RawClient client = server.open(false)) {
            client.send(request(0, FLUSH, 1, 0, 0));
            disk.entered.await();
            List<Long> openWhenRemoved = new ArrayList<>();
            Thread remover = Thread.ofVirtual().start(() -> {
                try {
                    server.exports.remove("");
                    openWhenRemoved.add(disk.open.getCount());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(client.hungUp()).isTrue();
            disk.open.countDown();
            remover.join();
            assertThat(openWhenRemoved).containsExactly(0L);
        }
    }

    @Test
    void noMoreConnectionsThanAllowed() throws Exception {
        NbdSettings settings = new NbdSettings(2, 10, Duration.ofSeconds(10), null);
        try (TestServer server = new TestServer(settings)) {
            server.exports.add("", new MemoryDisk(100));
            RawClient first = server.open(false);
            try (RawClient second = server.open(false); RawClient third = server.open(false)) {
                assertThat(third.hungUp()).isTrue();
                server.awaitEvent("refused: there are 2 connections already");
                assertThat(second.read(0, 1)).containsExactly(0);
                first.close();
                server.awaitEvent("closed");
                try (RawClient fourth = server.open(false)) {
                    assertThat(fourth.read(0, 1)).containsExactly(0);
                }
            }
        }
    }

    @Test
    void whoSaysNothingIsHungUpOn() throws Exception {
        NbdSettings settings = new NbdSettings(10, 10, Duration.ofMillis(100), null);
        try (TestServer server = new TestServer(settings); RawClient silent = server.connect()) {
            silent.receive(18);
            assertThat(silent.hungUp()).isTrue();
            server.awaitEvent("refused: no export chosen within");
        }
    }

    @Test
    void aFloodOfHalfOpenConnectionsKeepsNobodyOut() throws IOException {
        NbdSettings settings = new NbdSettings(10, 8, Duration.ofHours(1), null);
        List<RawClient> flood = new ArrayList<>();
        try (TestServer server = new TestServer(settings)) {
            server.exports.add("", new MemoryDisk(100));
            for (int i = 0; i < 100; i++) {
                flood.add(server.connect());
            }
            try (RawClient honest = server.open(false)) {
                assertThat(honest.read(0, 1)).containsExactly(0);
            }
            for (RawClient one : flood.subList(0, 90)) {
                one.awaitHangUp();
            }
        } finally {
            for (RawClient one : flood) {
                one.close();
            }
        }
    }

    @Test
    void aSlowClientHoldsUpNobodyElse() throws Exception {
        try (TestServer server = TestServer.of(new MemoryDisk(64 << 20)); RawClient slow = server.open(false)) {
            for (int i = 0; i < 100; i++) {
                slow.send(request(0, READ, i, 0, 32 << 20));
            }
            try (RawClient honest = server.open(false)) {
                assertThat(honest.read(0, 1)).containsExactly(0);
            }
        }
    }

    @Test
    void closingDisconnectsEverybodyAndRemovesTheSocket() throws Exception {
        TestServer server = TestServer.of(new MemoryDisk(100));
        try (RawClient chosen = server.open(false); RawClient choosing = server.connect()) {
            choosing.receive(18);
            server.close();
            assertThat(chosen.hungUp()).isTrue();
            assertThat(choosing.hungUp()).isTrue();
        }
        assertThat(Files.exists(server.socket())).isFalse();
        assertThat(server.events).contains("opened ", "closed : the server is closing",
                "refused: the server is closing");
    }

    @Test
    void theSocketIsForItsOwnerOnly() throws IOException {
        try (TestServer server = TestServer.of(new MemoryDisk(1))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aSocketThatADeadServerLeftIsReplaced() throws IOException {
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(Files.exists(socket)).isTrue();
        try (NbdServer server = new NbdServer(new Exports(), NbdSettings.DEFAULT, NbdEvents.NONE)) {
            server.listen(UnixDomainSocketAddress.of(socket));
            try (RawClient client = new RawClient(UnixDomainSocketAddress.of(socket))) {
                assertThat(client.receive(18).remaining()).isEqualTo(18);
            }
            try (NbdServer second = new NbdServer(new Exports(), NbdSettings.DEFAULT, NbdEvents.NONE)) {
                assertThatThrownBy(() -> second.listen(UnixDomainSocketAddress.of(socket)))
                        .isInstanceOf(IOException.class).hasMessageContaining("somebody listens there");
            }
            assertThat(Files.exists(socket)).isTrue();
        }
    }

    @Test
    void aFileInTheWayIsNeverDeleted() throws IOException {
        Path file = Files.writeString(folder.resolve("precious"), "data");
        try (NbdServer server = new NbdServer(new Exports(), NbdSettings.DEFAULT, NbdEvents.NONE)) {
            assertThatThrownBy(() -> server.listen(UnixDomainSocketAddress.of(file))).isInstanceOf(IOException.class)
                    .hasMessageContaining("no socket");
        }
        assertThat(file).hasContent("data");
    }

    @Test
    void limitsMustBePositive() {
        assertThatThrownBy(() -> new NbdSettings(0, 1, Duration.ofSeconds(1), null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
