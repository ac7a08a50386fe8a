package secondsite.engine.file;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ChannelFileTest extends StoredFileContract {

    @TempDir
    Path directory;

    @Override
    protected StoredFile newFile() throws IOException {
        return ChannelFile.create(directory.resolve(UUID.randomUUID().toString()));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDeviceIsToldByItsOwnException() throws IOException {
        try (StoredFile full = ChannelFile.open(Path.of("/dev/full"))) {
            assertThatThrownBy(() -> full.write(ByteBuffer.allocate(1), 0)).isInstanceOf(NoSpaceException.class)
                    .hasMessageContaining("/dev/full");
        }
    }

    @Test
    void locksForOneAtATime() throws IOException {
        Path path = directory.resolve("lock");
        Closeable lock = LockFile.holdChannel(path);
        assertThatThrownBy(() -> LockFile.holdChannel(path)).hasMessageContaining("lock");
        lock.close();
        LockFile.holdChannel(path).close();
    }
}
