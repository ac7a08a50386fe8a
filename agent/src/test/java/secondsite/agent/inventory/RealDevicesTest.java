package secondsite.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.os.InstalledPrograms;
import secondsite.agent.os.LinuxDevice;
import secondsite.agent.stage.LoopDevice;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.DeviceFacts.Content;
import secondsite.api.machine.SystemFacts.VolumeGroup;

/** A real disk with a real partition table and file systems; the oracle is what was made. */
@Timeout(120)
class RealDevicesTest {

    private static final UUID DISK = new UUID(7, 7);
    private static final long MIB = 1 << 20;
    private static final String ROOT = "11111111-2222-4333-8444-555555555555";
    private static final String DATA = "21111111-2222-4333-8444-555555555555";
    private static final String SWAP = "31111111-2222-4333-8444-555555555555";
    private static final String EFI = "c12a7328-f81f-11d2-ba4b-00a0c93ec93b";
    private static final String LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4";
    private static final String SWAP_SPACE = "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f";

    @TempDir
    private Path folder;

    private LoopDevice disk;
    private Path mounted;

    @BeforeEach
    void begin() throws Exception {
        LoopDevice.assumeLoops();
        for (String program : List.of("sfdisk", "partx", "mkfs.xfs", "lsblk", "blkid")) {
            assumeTrue(Stream.of("/sbin/", "/usr/sbin/", "/bin/", "/usr/bin/").map(at -> Path.of(at + program))
                    .anyMatch(Files::exists), "skipped: " + program + " is not installed");
        }
        disk = new LoopDevice(folder, 900 * MIB);
        mounted = Files.createDirectories(folder.resolve("root"));
    }

    @AfterEach
    void end() throws Exception {
        if (disk != null) {
            new ProcessBuilder("umount", mounted.toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            new ProcessBuilder("partx", "--delete", disk.path().toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            disk.close();
        }
    }

    private void partition(String... lines) throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("table"), String.join("\n", lines) + "\n",
                StandardCharsets.UTF_8);
        LoopDevice.run("sh", "-c", "sfdisk --quiet --no-reread --no-tell-kernel '" + disk.path() + "' < '" + script
                + "' && partx --add '" + disk.path() + "'");
    }

    private String part(int number) {
        return disk.path() + "p" + number;
    }

    private String name(int number) {
        return Path.of(part(number)).getFileName().toString();
    }

    private List<DeviceFacts> devices() throws Exception {
        var programs = new InstalledPrograms(Duration.ofSeconds(30));
        return new Devices(programs).all(Map.of(LinuxDevice.number(disk.path()), DISK));
    }

    private DeviceFacts device(String name) throws Exception {
        return devices().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private void install() throws IOException, InterruptedException {
        partition("label: gpt", "start=2048, size=32MiB, type=" + EFI + ", name=\"Boot & more\"",
                "size=200MiB, type=" + LINUX, "size=400MiB, type=" + LINUX, "size=64MiB, type=" + SWAP_SPACE);
        LoopDevice.run("mkfs.ext4", "-q", "-F", "-U", ROOT, "-L", "system", part(2));
        LoopDevice.run("mkfs.xfs", "-q", "-f", "-m", "uuid=" + DATA, "-L", "data", part(3));
        LoopDevice.run("mkswap", "-U", SWAP, part(4));
    }

    @Test
    void partitionsAndWhatLiesOnThemAreToldAsTheyWereMade() throws Exception {
        install();
        DeviceFacts whole = device(disk.path().getFileName().toString());
        assertThat(whole.disk()).isEqualTo(DISK);
        assertThat(whole.size()).isEqualTo(900 * MIB);
        assertThat(whole.table()).isEqualTo("gpt");
        assertThat(whole.on()).isEmpty();
        DeviceFacts efi = device(name(1));
        assertThat(efi.kind()).isEqualTo("part");
        assertThat(efi.on()).containsExactly(whole.name());
        assertThat(efi.size()).isEqualTo(32 * MIB);
        assertThat(efi.begin()).isEqualTo(MIB);
        assertThat(efi.partition().type()).isEqualTo(EFI);
        assertThat(efi.partition().label()).isEqualTo("Boot & more");
        assertThat(efi.partition().uuid()).hasSize(36);
        assertThat(efi.content()).isNull();
        assertThat(device(name(2)).content()).isEqualTo(new Content("ext4", "system", ROOT, List.of(), null, null));
        assertThat(device(name(3)).content()).isEqualTo(new Content("xfs", "data", DATA, List.of(), null, null));
        assertThat(device(name(4)).content()).isEqualTo(new Content("swap", null, SWAP, List.of(), null, null));
    }

    @Test
    void whatIsMountedIsToldWithWhatItsFilesHaveAndTheSameAfterASmallWrite() throws Exception {
        install();
        LoopDevice.run("mount", part(2), mounted.toString());
        Files.write(mounted.resolve("file"), new byte[(int) (50 * MIB)]);
        LoopDevice.run("sync", "--file-system", mounted.toString());
        Content root = device(name(2)).content();
        assertThat(root.mountPoints()).containsExactly(mounted.toRealPath().toString());
        assertThat(root.usedBytes()).isBetween(50 * MIB, 60 * MIB);
        assertThat(root.bytes()).isBetween(root.usedBytes(), 200 * MIB);
        List<DeviceFacts> before = devices();
        Files.write(mounted.resolve("another"), new byte[1]);
        assertThat(devices()).isEqualTo(before);
    }

    @Test
    void aVolumeGroupIsToldWithWhatIsFree() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/sbin/vgs")), "skipped: LVM is not installed");
        partition("label: gpt", "size=200MiB, type=E6D6D379-F507-44C2-A23C-238F2A3DF928");
        // This kernel needs no device mapper to make a group: only its volumes would be devices.
        LoopDevice.run("sh", "-c",
                "pvcreate -qq -y --devices '" + part(1) + "' '" + part(1) + "' && vgcreate -qq --devices '"
                        + part(1) + "' secondsite-test '" + part(1) + "'");
        try {
            var programs = new InstalledPrograms(Duration.ofSeconds(30));
            assertThat(new Devices(programs).groups(devices())).contains(
                    new VolumeGroup("secondsite-test", 196 * MIB, 196 * MIB, List.of(name(1))));
        } finally {
            LoopDevice.run("vgremove", "-qq", "-y", "--devices", part(1), "secondsite-test");
        }
    }
}
