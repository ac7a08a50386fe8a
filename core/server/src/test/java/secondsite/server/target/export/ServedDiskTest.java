package secondsite.server.target.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.layer.ReadOnlyDisk;
import secondsite.engine.nbd.NbdEvents;

/** What is served can be read and written by qemu-io, a judge that nobody here wrote, and what is below never changes. */
@Timeout(60)
class ServedDiskTest {

    @TempDir
    private Path directory;

    private byte[] contents;

    @BeforeEach
    void makeDisk() throws IOException {
        contents = new byte[1 << 20];
        Arrays.fill(contents, (byte) 7);
        Files.write(directory.resolve("past"), contents);
    }

    private ServedDisk serve(Path socket) throws IOException {
        return new ServedDisk(
                new ReadOnlyDisk(new FileDisk(DirectoryFolder.openFileReadOnly(directory.resolve("past")))),
                DirectoryFolder.at(directory.resolve("written")), "overlay", socket, NbdEvents.NONE);
    }

    private static void qemuIo(Path socket, String... commands) throws Exception {
        var words = Stream.concat(Stream.of("qemu-io", "-f", "raw"),
                Stream.concat(Stream.of(commands).flatMap(command -> Stream.of("-c", command)),
                        Stream.of("nbd+unix:///?socket=" + socket)))
                .toList();
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).doesNotContain("Pattern verification failed");
    }

    @Test
    void whatIsWrittenIsThereForEveryClientUntilTheEndAndNeverBelow() throws Exception {
        Path socket = directory.resolve("s");
        try (var _ = serve(socket)) {
            qemuIo(socket, "read -P 7 0 1M", "write -P 0xab 1000 5000", "flush");
            qemuIo(socket, "read -P 7 0 1000", "read -P 0xab 1000 5000", "read -P 7 6000 4096");
        }
        assertThat(directory.resolve("past")).hasBinaryContent(contents);
        assertThat(directory.resolve("written")).isEmptyDirectory();
        try (var _ = serve(socket)) {
            qemuIo(socket, "read -P 7 0 1M");
        }
    }

    @Test
    void leavesNothingBehindWhenItCannotListen() throws IOException {
        assertThatThrownBy(() -> serve(directory.resolve("no-such-folder/s"))).isInstanceOf(IOException.class);
        assertThat(directory.resolve("written")).isEmptyDirectory();
    }
}
