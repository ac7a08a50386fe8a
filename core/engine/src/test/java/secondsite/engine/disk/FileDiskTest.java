package secondsite.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.disk.Extent.Kind;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.StoredFile;

class FileDiskTest extends DiskContract {

    @TempDir
    Path directory;

    @Override
    protected Disk disk(byte[] contents) throws IOException {
        StoredFile file = newFile();
        file.write(ByteBuffer.wrap(contents), 0);
        return new FileDisk(file);
    }

    private StoredFile newFile() throws IOException {
        return DirectoryFolder.at(directory).create(UUID.randomUUID().toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void trimmedAndZeroedRangesAreHoles() throws IOException {
        StoredFile file = newFile();
        file.resize(4 << 20);
        try (Disk disk = new FileDisk(file)) {
            disk.write(ByteBuffer.allocate(3 << 20).put(0, (byte) 1), 0);
            disk.trim(1 << 20, 1 << 20);
            disk.zero(0, 1 << 19);
            disk.flush();
            assertThat(disk.extents(0, 4 << 20)).isEqualTo(List.of(new Extent(0, 1 << 19, Kind.HOLE),
                    new Extent(1 << 19, 1 << 19, Kind.DATA), new Extent(1 << 20, 1 << 20, Kind.HOLE),
                    new Extent(2 << 20, 1 << 20, Kind.DATA), new Extent(3 << 20, 1 << 20, Kind.HOLE)));
        }
    }
}
