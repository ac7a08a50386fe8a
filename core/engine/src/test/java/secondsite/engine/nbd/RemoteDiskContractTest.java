package secondsite.engine.nbd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.DiskContract;

/** Over a server that no one here wrote. */
class RemoteDiskContractTest extends DiskContract {

    @TempDir
    private Path folder;

    private OtherServer server;

    @Override
    protected Disk disk(byte[] contents) throws IOException {
        Path image = Files.write(folder.resolve("image"), contents);
        try {
            server = OtherServer.nbdkit(folder, "file", image.toString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return RemoteDisk.open(server.address(), "", Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        server.close();
    }
}
