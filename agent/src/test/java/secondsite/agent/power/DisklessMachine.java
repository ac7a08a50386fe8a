package secondsite.agent.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import secondsite.api.qmp.Qmp;

/** A real QEMU that has nothing to boot from. It has two monitors: one for who is tested, one to watch. */
public final class DisklessMachine implements AutoCloseable {

    private final Process process;
    private final Path socket;
    private final Path watching;

    public DisklessMachine(Path folder, String... more) throws Exception {
        socket = folder.resolve("qmp.sock");
        watching = folder.resolve("watch.sock");
        var command = new ArrayList<>(List.of("qemu-system-x86_64", "-accel", "tcg", "-m", "32", "-nodefaults",
                "-display", "none", "-qmp", "unix:" + socket + ",server=on,wait=off", "-qmp",
                "unix:" + watching + ",server=on,wait=off"));
        command.addAll(List.of(more));
        Path said = folder.resolve("qemu-said");
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !listens();) {
            assertThat(process.isAlive() && System.nanoTime() < end).as(Files.readString(said)).isTrue();
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    public Path socket() {
        return socket;
    }

    /** A monitor that hears what happens from now on. */
    public Qmp watch() throws IOException {
        return Qmp.connect(watching, Duration.ofSeconds(30));
    }

    /** QEMU makes a socket's file before it listens there. */
    private boolean listens() {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return Files.exists(watching) && socket.connect(UnixDomainSocketAddress.of(watching));
        } catch (IOException _) {
            return false;
        }
    }

    public boolean ended() throws InterruptedException {
        return process.waitFor(30, TimeUnit.SECONDS);
    }

    /** As a machine that loses its power. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
