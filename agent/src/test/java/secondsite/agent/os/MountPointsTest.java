package secondsite.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountPointsTest {

    private static final List<String> LINES = List.of(
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "30 22 8:2 / /var/lib/data rw - ext4 /dev/sdb rw",
            "31 30 7:0 / /mnt/in\\040a\\040file rw - ext4 /dev/loop0 rw",
            "32 22 8:3 / /srv rw - xfs /dev/sdc rw");

    @Test
    void whatWasMountedLastIsFrozenFirst() throws IOException {
        assertThat(MountPoints.parse(LINES).newestFirst(List.of("/", "/var/lib/data", "/mnt/in a file", "/srv")))
                .containsExactly("/srv", "/mnt/in a file", "/var/lib/data", "/");
    }

    @Test
    void nothingIsFrozenTwice() throws IOException {
        assertThat(MountPoints.parse(LINES).newestFirst(List.of("/srv", "/srv"))).containsExactly("/srv");
    }

    /** Frozen would be the file system that the folder is on. */
    @Test
    void aFolderWhereNothingIsMountedIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> MountPoints.parse(LINES).newestFirst(List.of("/srv", "/srv/www")))
                .hasMessage("no file system is mounted at /srv/www");
        assertThatThrownBy(
                () -> new FileSystems(List.of()).freeze(List.of(folder.toString()), Duration.ofSeconds(1)))
                .isInstanceOf(FileSystems.FreezeException.class).hasMessageContaining(folder.toString());
    }

    @Test
    void theFileSystemWhereTheAgentWritesIsRefused() {
        assertThatThrownBy(() -> new FileSystems(List.of(Path.of("/proc/self"))).freeze(List.of("/proc"),
                Duration.ofSeconds(1))).isInstanceOf(FileSystems.FreezeException.class)
                .hasMessageContaining("it would wait for itself");
    }
}
