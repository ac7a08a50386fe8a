package secondsite.engine.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFolderTest extends FolderContract {

    @TempDir
    Path directory;

    @Override
    protected Folder newFolder() throws IOException {
        return DirectoryFolder.at(directory.resolve(UUID.randomUUID().toString()));
    }

    @Test
    void makesMissingDirectoriesForItsOwnerOnly() throws IOException {
        Path deep = directory.resolve("x").resolve("y");
        DirectoryFolder.at(deep).create("file").close();
        assertThat(Files.getPosixFilePermissions(deep)).noneMatch(p -> !p.name().startsWith("OWNER"));
        assertThat(Files.getPosixFilePermissions(deep.resolve("file"))).noneMatch(p -> !p.name().startsWith("OWNER"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void punchedRangesAreRealHoles() throws IOException {
        Path path = directory.resolve("sparse");
        Files.write(path, new byte[4 << 20]);
        try (StoredFile file = DirectoryFolder.openFile(path)) {
            file.write(ByteBuffer.allocate(1 << 20).put(0, (byte) 1), 0);
            file.force();
            file.punch(1 << 20, 3 << 20);
            assertThat(file.nextHole(0)).isEqualTo(1 << 20);
            assertThat(file.nextData(1 << 20)).isEqualTo(4 << 20);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatTheSystemHasForgottenIsNotInMemory() throws Exception {
        assumeThat(Files.getFileStore(directory).type()).startsWith("ext");
        Path path = directory.resolve("forgotten");
        try (StoredFile file = DirectoryFolder.openFile(Files.createFile(path))) {
            file.write(ByteBuffer.allocate(1 << 20), 0);
            file.force();
            assertThat(file.inMemory()).isTrue();
            var forget = new ProcessBuilder("dd", "if=" + path, "iflag=nocache", "count=0").inheritIO().start();
            assertThat(forget.waitFor()).isZero();
            assertThat(file.inMemory()).isFalse();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsWrittenPastTheCacheIsNotInMemory() throws IOException {
        assumeThat(Files.getFileStore(directory).type()).startsWith("ext");
        try (StoredFile file = DirectoryFolder.openFile(Files.createFile(directory.resolve("past")))) {
            file.writeUncached(ByteBuffer.allocate(3 << 20), 0);
            assertThat(file.inMemory()).isFalse();
            file.write(ByteBuffer.allocate(3 << 20), 0);
            assertThat(file.inMemory()).isTrue();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDeviceIsToldByItsOwnException() throws IOException {
        try (StoredFile full = DirectoryFolder.openFile(Path.of("/dev/full"))) {
            assertThatThrownBy(() -> full.write(ByteBuffer.allocate(1), 0)).isInstanceOf(NoSpaceException.class)
                    .hasMessageContaining("/dev/full");
        }
    }

    @Test
    void aFileInTheWayOfADirectoryIsNamed() throws IOException {
        Path taken = Files.createFile(directory.resolve("taken"));
        assertThatThrownBy(() -> DirectoryFolder.at(taken)).isInstanceOf(IOException.class)
                .hasMessageContaining("taken");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isLockedAgainstOtherProgramsToo() throws Exception {
        Folder folder = newFolder();
        String[] attempt = {"flock", "--nonblock", "--exclusive", folder.place() + "/lock", "true"};
        try (Closeable lock = folder.lock("lock")) {
            assertThat(lock).isNotNull();
            assertThat(new ProcessBuilder(attempt).start().waitFor()).isEqualTo(1);
        }
        assertThat(new ProcessBuilder(attempt).start().waitFor()).isZero();
    }
}
