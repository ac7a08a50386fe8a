package secondsite.server.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts stand in for QEMU: which virtualization a machine of tests has is not ours to choose. */
class VirtualizationTest {

    @TempDir
    private Path folder;

    private static QemuSettings settings(QemuSettings.Acceleration wanted) {
        QemuSettings all = QemuSettings.DEFAULTS;
        return new QemuSettings(all.program(), wanted, all.launch(), all.answer(), all.reconnect());
    }

    private Virtualization with(QemuSettings.Acceleration wanted, boolean device) throws IOException {
        Path kvm = folder.resolve("kvm");
        if (device && !Files.exists(kvm)) {
            Files.createFile(kvm);
        }
        Host here = Host.here();
        return new Virtualization(new Host(here.searchPath(), here.memory(), kvm, here.networks(), here.firmware()),
                settings(wanted));
    }

    /** Notes that it was started, takes what it is told, and ends so. */
    private Path ending(int code) throws IOException {
        Path program = folder.resolve("ends-with-" + code);
        Files.writeString(program,
                "#!/bin/sh\necho \"$@\" >>" + folder.resolve("starts") + "\ncat >" + folder.resolve("told")
                        + "\necho 'qemu: error: failed to set MSR' >&2\nexit " + code + "\n");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private List<String> starts() throws IOException {
        Path starts = folder.resolve("starts");
        return Files.exists(starts) ? Files.readAllLines(starts) : List.of();
    }

    @Test
    void isUsedWhereAnEmptyMachineStartsWithIt() throws IOException {
        Virtualization here = with(QemuSettings.Acceleration.WHERE_POSSIBLE, true);
        Path program = ending(0);
        assertThat(here.works(program)).isTrue();
        assertThat(here.works(program)).isTrue();
        assertThat(starts()).singleElement().asString().contains("-accel kvm", "-S");
        assertThat(folder.resolve("told")).content().contains("quit");
    }

    @Test
    void isPassedOverWhereQemuEndsWithIt() throws IOException {
        Virtualization here = with(QemuSettings.Acceleration.WHERE_POSSIBLE, true);
        assertThat(here.works(ending(134))).isFalse();
        assertThat(here.works(ending(134))).isFalse();
        assertThat(starts()).hasSize(1);
    }

    @Test
    void isNotTriedWhereThereIsNoneOrNobodyWantsIt() throws IOException {
        assertThat(with(QemuSettings.Acceleration.WHERE_POSSIBLE, false).works(ending(0))).isFalse();
        assertThat(with(QemuSettings.Acceleration.NEVER, true).works(ending(0))).isFalse();
        assertThat(starts()).isEmpty();
    }
}
