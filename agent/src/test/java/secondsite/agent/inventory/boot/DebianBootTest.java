package secondsite.agent.inventory.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.agent.os.Programs;
import secondsite.agent.stage.LoopDevice;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;

/** The kernel of a real Debian, with the two initramfs that its own tools have made: one for all machines, one for none in particular. */
@Tag("long")
@Timeout(1200)
class DebianBootTest {

    private Path root;
    /** That of the Debian itself. */
    private final Programs programs = command -> {
        try {
            return Optional.of(LoopDevice.run("chroot", root.toString(), command.getFirst(),
                    "/" + root.relativize(Path.of(command.getLast()))));
        } catch (IOException _) {
            return Optional.empty();
        }
    };

    @BeforeEach
    void make() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root may make a Debian");
        Path top = Path.of("").toAbsolutePath();
        while (!Files.exists(top.resolve("installer/debian"))) {
            top = top.getParent();
        }
        Process making = new ProcessBuilder(top.resolve("installer/debian").toString()).inheritIO().start();
        assertThat(making.waitFor()).isZero();
        root = top.resolve("target/debian/root");
    }

    private BootEntry entry(String initramfs) throws IOException {
        try (Stream<Path> all = Files.list(root.resolve("boot"))) {
            List<Path> files = all.toList();
            return new BootEntry(null, one(files, "vmlinuz-"), Optional.of(one(files, initramfs)), "root=UUID=1");
        }
    }

    private static Path one(List<Path> files, String name) {
        return files.stream().filter(file -> file.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
    }

    @Test
    void theInitramfsForAllMachinesHasTheDriversAndTheOneForNoneDoesNot() throws Exception {
        BootCheck most = new Drivers(root, programs).check(entry("initrd.img-"));
        assertThat(most.problem()).as(most.detail()).isNull();
        BootCheck few = new Drivers(root, programs).check(entry("initrd-few.img"));
        assertThat(few.problem()).isEqualTo(ErrorCode.BOOT_DRIVERS_MISSING);
        assertThat(few.detail()).contains("/boot/initrd-few.img", "virtio_blk");
    }

    @Test
    void itsFileSystemsAreMountedByUuidAndItsCardsByAnyName() throws Exception {
        assertThat(new Names(root).fileSystems().holds()).isTrue();
        assertThat(new NetworkNames(root).check(entry("initrd.img-")).holds()).isTrue();
    }
}
