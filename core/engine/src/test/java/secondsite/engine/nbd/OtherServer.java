package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import secondsite.engine.tool.Tool;

/** A server that no one here wrote, as a process of its own. */
final class OtherServer implements AutoCloseable {

    private final Path socket;
    private final Process process;

    private OtherServer(Path folder, List<String> command, Path socket) throws IOException, InterruptedException {
        this.socket = socket;
        Path said = folder.resolve("server-said");
        process = Tool.start(said, command.toArray(String[]::new));
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !Files.exists(socket);) {
            assertThat(process.isAlive() && System.nanoTime() < end).as(Files.readString(said)).isTrue();
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** nbdkit, with a plugin and what it is told. */
    static OtherServer nbdkit(Path folder, String... words) throws IOException, InterruptedException {
        Path socket = folder.resolve("nbdkit.sock");
        var command = new ArrayList<>(List.of("nbdkit", "-f", "-r", "-U", socket.toString()));
        command.addAll(List.of(words));
        return new OtherServer(folder, command, socket);
    }

    /** QEMU's own, of an image. */
    static OtherServer qemu(Path folder, String... words) throws IOException, InterruptedException {
        Path socket = folder.resolve("qemu-nbd.sock");
        var command = new ArrayList<>(List.of("qemu-nbd", "-r", "-t", "-e", "8", "-k", socket.toString()));
        command.addAll(List.of(words));
        return new OtherServer(folder, command, socket);
    }

    SocketAddress address() {
        return UnixDomainSocketAddress.of(socket);
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
