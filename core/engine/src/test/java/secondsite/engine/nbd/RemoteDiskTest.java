package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.tool.Tool;

/** Servers that no one here wrote, and one that lies. */
@Timeout(120)
class RemoteDiskTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path image(String format, String... writes) throws Exception {
        Path image = folder.resolve("image." + format);
        Tool.run("qemu-img", "create", "-f", format, image.toString(), "64M").ok();
        write(image, format, writes);
        return image;
    }

    private static void write(Path image, String format, String... writes) throws Exception {
        for (String write : writes) {
            Tool.run("qemu-io", "-f", format, "-c", write, image.toString()).ok();
        }
    }

    private static byte[] read(RemoteDisk disk, long offset, int length) throws IOException {
        var into = ByteBuffer.allocate(length);
        disk.read(into, offset);
        return into.array();
    }

    @Test
    void anImageOfQemuIsReadWithItsHoles() throws Exception {
        Path image = image("qcow2", "write -P 0xab 3M 6M", "write -z 20M 1M");
        try (var server = OtherServer.qemu(folder, "-f", "qcow2", "-x", "disk", image.toString());
                var disk = RemoteDisk.open(server.address(), "disk", LONG)) {
            assertThat(disk.size()).isEqualTo(64 << 20);
            byte[] all = read(disk, 0, 64 << 20);
            for (int i = 0; i < all.length; i++) {
                if (all[i] != (i >= 3 << 20 && i < 9 << 20 ? (byte) 0xab : 0)) {
                    throw new AssertionError("byte " + i + " is " + all[i]);
                }
            }
            assertThat(disk.extents(0, 64 << 20).stream().filter(extent -> extent.kind() == Extent.Kind.DATA))
                    .containsExactly(new Extent(3 << 20, 6 << 20, Extent.Kind.DATA));
        }
    }

    @Test
    void whatABitmapNamesIsTold() throws Exception {
        Path image = image("qcow2", "write -P 1 0 64k");
        Tool.run("qemu-img", "bitmap", "--add", "-g", "64k", image.toString(), "since").ok();
        write(image, "qcow2", "write -P 2 1M 100k", "write -P 3 40M 1");
        try (var server = OtherServer.qemu(folder, "-f", "qcow2", "-B", "since", image.toString())) {
            List<Extent> marked = RemoteDisk.marked(server.address(), "", "qemu:dirty-bitmap:since", LONG);
            assertThat(marked).containsExactly(new Extent(1 << 20, 128 << 10, Extent.Kind.DATA),
                    new Extent(40 << 20, 64 << 10, Extent.Kind.DATA));
            assertThatThrownBy(() -> RemoteDisk.marked(server.address(), "", "qemu:dirty-bitmap:another", LONG))
                    .isInstanceOf(IOException.class).hasMessageContaining("tells nothing");
        }
    }

    @Test
    void manyThreadsReadSideBySide() throws Exception {
        byte[] content = new byte[8 << 20];
        new Random(5).nextBytes(content);
        Path image = Files.write(folder.resolve("image"), content);
        try (var server = OtherServer.nbdkit(folder, "file", image.toString());
                var disk = RemoteDisk.open(server.address(), "", LONG)) {
            boolean same = IntStream.range(0, 400).parallel().allMatch(seed -> {
                var random = new Random(seed);
                int at = random.nextInt(content.length);
                int length = random.nextInt(Math.min(content.length - at, 100_000));
                try {
                    return Arrays.equals(read(disk, at, length), Arrays.copyOfRange(content, at, at + length));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(same).isTrue();
        }
    }

    @Test
    void ourOwnServerIsReadToo() throws Exception {
        var there = new MemoryDisk(1 << 20);
        there.write(ByteBuffer.wrap(new byte[]{1, 2, 3}), 5000);
        try (var server = TestServer.of(there);
                var disk = RemoteDisk.open(UnixDomainSocketAddress.of(server.socket()), "", LONG)) {
            assertThat(read(disk, 4999, 5)).containsExactly(0, 1, 2, 3, 0);
            assertThat(disk.extents(0, 1 << 20)).extracting(Extent::kind).contains(Extent.Kind.HOLE);
        }
    }

    @Test
    void whatTheServerCannotReadIsAnErrorAndTheNextReadIsFine() throws Exception {
        Path bad = folder.resolve("fail");
        Files.createFile(bad);
        try (var server = OtherServer.nbdkit(folder, "--filter=error", "memory", "1M", "error-pread=EIO",
                "error-pread-rate=100%", "error-pread-file=" + bad);
                var disk = RemoteDisk.open(server.address(), "", LONG)) {
            assertThatThrownBy(() -> read(disk, 0, 100)).isInstanceOf(IOException.class)
                    .hasMessageContaining("error 5");
            Files.delete(bad);
            assertThat(read(disk, 0, 100)).containsOnly(0);
        }
    }

    @Test
    void whoIsNotThereOrHasNoSuchDiskIsAnError() throws Exception {
        var nowhere = UnixDomainSocketAddress.of(folder.resolve("nowhere"));
        assertThatThrownBy(() -> RemoteDisk.open(nowhere, "", LONG)).isInstanceOf(IOException.class);
        Path image = image("raw");
        try (var server = OtherServer.qemu(folder, "-f", "raw", "-x", "disk", image.toString())) {
            assertThatThrownBy(() -> RemoteDisk.open(server.address(), "other", LONG))
                    .isInstanceOf(IOException.class).hasMessageContaining("no export 'other'");
            var disk = RemoteDisk.open(server.address(), "disk", LONG);
            server.kill();
            assertThatThrownBy(() -> read(disk, 0, 1)).isInstanceOf(IOException.class);
            disk.close();
            assertThatThrownBy(() -> read(disk, 0, 1)).isInstanceOf(IOException.class);
        }
    }

    /** Greets, agrees to all, and answers the first read like this. */
    private CompletableFuture<Void> lying(ServerSocketChannel at, ByteBuffer answer) {
        return CompletableFuture.runAsync(() -> {
            try (SocketChannel client = at.accept()) {
                send(client, ByteBuffer.allocate(18).putLong(0x4e42444d41474943L).putLong(0x49484156454f5054L)
                        .putShort((short) 3));
                receive(client, 4);
                for (int option = 0; option != 7;) {
                    ByteBuffer head = receive(client, 16);
                    option = head.getInt(8);
                    receive(client, head.getInt(12));
                    if (option == 7) {
                        send(client, ByteBuffer.allocate(32).putLong(0x3e889045565a9L).putInt(7).putInt(3).putInt(12)
                                .putShort((short) 0).putLong(1 << 20).putShort((short) 3));
                    }
                    send(client, ByteBuffer.allocate(20).putLong(0x3e889045565a9L).putInt(option).putInt(1).putInt(0));
                }
                receive(client, 28);
                send(client, answer);
                client.read(ByteBuffer.allocate(1));
            } catch (IOException _) {
                // the client has had enough
            }
        });
    }

    private static void send(SocketChannel to, ByteBuffer bytes) throws IOException {
        bytes.clear();
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private static ByteBuffer receive(SocketChannel from, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && from.read(bytes) >= 0) {
            continue;
        }
        return bytes.flip();
    }

    private static ByteBuffer chunk(int type, int length, long... more) {
        var bytes = ByteBuffer.allocate(20 + 8 * more.length).putInt(0x668e33ef).putShort((short) 1)
                .putShort((short) type).putLong(1).putInt(length);
        for (long each : more) {
            bytes.putLong(each);
        }
        return bytes;
    }

    @Test
    void aLiarCostsItsConnectionAndNothingElse() throws Exception {
        List<ByteBuffer> lies = List.of(ByteBuffer.allocate(20), chunk(1, 8, 0), chunk(1, 4096, 0),
                chunk(1, Integer.MAX_VALUE, 0), chunk(1, 16, -1L, 0), chunk(2, 12, 0, -1L), chunk(2, 8, 0),
                chunk(0x8001, -5), chunk(7, 0), chunk(0, 0), chunk(5, 12, 0, 0));
        for (int i = 0; i < lies.size(); i++) {
            Path socket = folder.resolve("liar" + i);
            try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(socket))) {
                CompletableFuture<Void> liar = lying(listening, lies.get(i));
                var disk = RemoteDisk.open(UnixDomainSocketAddress.of(socket), "", LONG);
                assertThatThrownBy(() -> read(disk, 0, 1024)).as("lie %d", i).isInstanceOf(IOException.class);
                disk.close();
                liar.join();
            }
        }
    }

    @Test
    void whoNeverAnswersIsNotWaitedForLonger() throws Exception {
        Path socket = folder.resolve("silent");
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))) {
            assertThatThrownBy(() -> RemoteDisk.open(listening.getLocalAddress(), "", Duration.ofSeconds(1)))
                    .isInstanceOf(IOException.class).hasMessageContaining("did not answer within 1 s");
        }
    }
}
