package secondsite.drill.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.drill.tools.Patience;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;

/** The load has to notice what it is there to notice. */
class LoadTest {

    private final WrittenDisk written = new WrittenDisk(256);
    private final MemoryDisk disk = new MemoryDisk(written.size());

    @TempDir
    Path folder;

    @Test
    void aDiskHoldsWhatWasAcknowledgedThoughTheServerIsReplaced() throws Exception {
        Load load = load(serve(disk));
        try (NbdServer second = serveAgain(disk, load)) {
            assertThat(second).isNotNull();
            load.end();
        }
        assertThat(load.breaks()).isPositive();
        assertThat(written.differences(content(disk))).isEmpty();
    }

    @Test
    void aServerThatForgetsIsFoundOut() throws Exception {
        Load load = load(serve(disk));
        try (NbdServer second = serveAgain(new MemoryDisk(written.size()), load)) {
            assertThat(second).isNotNull();
            assertThatThrownBy(load::end).isInstanceOf(AssertionError.class).hasMessageContaining("acknowledged");
        }
    }

    @Test
    void aBlockThatDiffersIsNamed() {
        written.acknowledged(7, 2, 1);
        ByteBuffer image = written.image();
        image.put(8 * WrittenDisk.BLOCK + 100, (byte) (image.get(8 * WrittenDisk.BLOCK + 100) ^ 1));
        assertThat(written.differences(image)).isEqualTo("1 blocks differ: 8");
    }

    private NbdServer serve(Disk served) throws IOException {
        var exports = new Exports();
        exports.add("", served);
        var server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE);
        server.listen(UnixDomainSocketAddress.of(folder.resolve("nbd.sock")));
        return server;
    }

    /** Lets the load write through a server for a while, then closes that. */
    private Load load(NbdServer first) throws IOException {
        Load load = new Load(folder.resolve("nbd.sock"), written, 1, Duration.ZERO).start();
        awaitRequests(load, 200);
        first.close();
        return load;
    }

    private NbdServer serveAgain(Disk served, Load load) throws IOException {
        NbdServer server = serve(served);
        Patience.until("the load has connected again", Duration.ofSeconds(60), () -> load.breaks() > 0);
        return server;
    }

    private static void awaitRequests(Load load, long count) {
        Patience.until("the load writes", Duration.ofSeconds(60), () -> load.acknowledged() >= count);
    }

    private static ByteBuffer content(Disk disk) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) disk.size());
        disk.read(content, 0);
        return content.flip();
    }
}
