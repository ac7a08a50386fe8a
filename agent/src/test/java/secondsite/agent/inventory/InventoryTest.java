package secondsite.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.os.MachineFacts;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.DiskFacts;

class InventoryTest {

    @TempDir
    private Path root;

    private final DiskFacts disk = new DiskFacts(new UUID(1, 2), "root", 1 << 30, "/dev/vg0/root");

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private MachineInventory now() {
        return new Inventory(new MachineFacts(root), () -> List.of(disk), Optional::empty).now();
    }

    @Test
    void tellsWhatTheSystemSaysOfItself() throws IOException {
        file("proc/sys/kernel/hostname", "db1\n");
        file("etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nID=debian\n");
        file("proc/meminfo", "MemTotal:       16384000 kB\nMemFree:          123 kB\n");
        MachineInventory told = now();
        assertThat(told.hostName()).isEqualTo("db1");
        assertThat(told.operatingSystem()).isEqualTo("Debian GNU/Linux 13 (trixie)");
        assertThat(told.memoryBytes()).isEqualTo(16384000L << 10);
        assertThat(told.processors()).isPositive();
        assertThat(told.disks()).containsExactly(disk);
    }

    @Test
    void aSystemThatSaysNothingStillHasAnInventory() {
        MachineInventory told = now();
        assertThat(told.hostName()).isNotBlank();
        assertThat(told.operatingSystem()).contains(System.getProperty("os.name"));
        assertThat(told.memoryBytes()).isPositive();
    }

    @Test
    void nonsenseIsNotTakenForWordsAndLongOnesAreCut() throws IOException {
        file("etc/hostname", " \n");
        file("etc/os-release", "PRETTY_NAME=" + "x".repeat(5000));
        file("proc/meminfo", "MemTotal: much\n");
        assertThat(now().hostName()).isNotBlank();
        assertThat(now().operatingSystem()).hasSize(200);
        assertThat(now().memoryBytes()).isPositive();
    }

    @Test
    void theSameMachineIsToldTheSameEachTime() {
        assertThat(now()).isEqualTo(now());
        assertThat(now().nics()).allSatisfy(nic -> {
            assertThat(nic.mac()).matches("([0-9a-f]{2}:){5,7}[0-9a-f]{2}");
            assertThat(nic.addresses()).isSorted().noneMatch(address -> address.contains("%"));
        });
    }
}
