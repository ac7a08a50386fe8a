package secondsite.server.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.host.Boot;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskSource;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveState;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;
import secondsite.server.hypervisor.Guest;
import secondsite.server.hypervisor.GuestLedger;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.qemu.Qemu;
import secondsite.server.hypervisor.qemu.QemuSettings;

/** Machines whose disk was away for long go on by themselves; those that a person stopped do not. */
@Timeout(180)
class WaitingTest {

    private final UUID machine = UUID.randomUUID();
    private final Exports exports = new Exports();
    private Path place;
    private Hypervisor hypervisor;

    @BeforeEach
    void begin() throws IOException {
        place = Files.createTempDirectory("wt");
        hypervisor = qemu(place.resolve("m"));
        exports.add("", new MemoryDisk(1 << 20));
    }

    private static Hypervisor qemu(Path folder) throws IOException {
        return Qemu.open(DirectoryFolder.at(folder),
                new QemuSettings(QemuSettings.DEFAULTS.program(), QemuSettings.Acceleration.NEVER,
                        Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(1)));
    }

    @AfterEach
    void end() throws IOException {
        hypervisor.remove(machine);
        hypervisor.close();
        try (Stream<Path> all = Files.walk(place)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private NbdServer serve() throws IOException {
        var server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE);
        server.listen(UnixDomainSocketAddress.of(place.resolve("export")));
        return server;
    }

    private MachineState state() throws IOException {
        return hypervisor.status(machine).state();
    }

    private void startAndTakeItsDiskAway() throws IOException, InterruptedException {
        var source = new DiskSource.Overlay(new DiskSource.NbdSocket(place.resolve("export"), ""));
        try (var _ = serve()) {
            hypervisor.make(new MachineSpecification(machine, "bare", 32, 1,
                    new Boot.FromDisk(Boot.Firmware.BIOS), List.of(new MachineDisk("root", source)), List.of()));
            hypervisor.start(machine);
        }
        int reset = 300;
        for (int look = 0; !hypervisor.status(machine).reason().contains("a disk did not answer"); look++) {
            if (look == reset) {
                // Its firmware reads the disk again. Not soon: one that is reset in the middle of its beginning may hang for ever.
                hypervisor.reset(machine);
                reset = 2 * look;
            } else if (state() == MachineState.PAUSED) {
                hypervisor.resume(machine);
            }
            Thread.sleep(100);
        }
    }

    /** Nobody but root can make a small file system. */
    private static void shell(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command) + ": " + said).isZero();
    }

    private String said() throws IOException {
        return hypervisor.console(machine, 0, ConsoleText.MOST_BYTES).text();
    }

    private void awaitTold(long number) throws IOException, InterruptedException {
        while (GuestLedger.told(said()) < number) {
            Thread.sleep(100);
        }
    }

    @Test
    void whatAFullHostStoppedGoesOnWhenThereIsRoomAndItsSystemHasSeenNoError() throws Exception {
        assumeThat(System.getProperty("user.name")).as("only root makes a small file system").isEqualTo("root");
        hypervisor.close();
        Path small = Files.createDirectory(place.resolve("s"));
        shell("mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", small.toString());
        try (var waiting = open(small)) {
            Path original = Guest.disk(place.resolve("original.raw"), "64M");
            hypervisor.make(new MachineSpecification(machine, "guest", Guest.MEMORY_MEBIBYTES, 1,
                    Guest.boot("secondsite.pace=0"), List.of(new MachineDisk("root", new DiskSource.Overlay(
                            new DiskSource.Image(original, DiskSource.Format.RAW)))),
                    List.of()));
            hypervisor.start(machine);
            awaitTold(1);

            Path filler = small.resolve("of-somebody-else");
            new ProcessBuilder("dd", "if=/dev/zero", "of=" + filler, "bs=64k")
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
            while (state() != MachineState.PAUSED) {
                Thread.sleep(100);
            }
            assertThat(hypervisor.status(machine).halted()).isTrue();
            assertThat(hypervisor.status(machine).reason()).contains("its place is full");
            waiting.round();
            assertThat(waiting.halted()).extracting(MachineStatus::machine).containsExactly(machine);
            long stopped = GuestLedger.told(said());

            Files.delete(filler);
            awaitThatItGoesOn(waiting);
            awaitTold(stopped + 3);
            waiting.round();
            assertThat(waiting.halted()).isEmpty();
            assertThat(said()).doesNotContain("failed");
            while (hypervisor.detach(machine, "root", 0).state() != MoveState.DONE) {
                Thread.sleep(100);
            }
            hypervisor.askToPowerDown(machine);
            while (state() != MachineState.SHUT_DOWN) {
                Thread.sleep(100);
            }
            var image = (DiskSource.Image) hypervisor.specification(machine).disks().getFirst().source();
            Path raw = place.resolve("image.raw");
            shell("qemu-img", "convert", "-O", "raw", image.file().toString(), raw.toString());
            GuestLedger ledger = GuestLedger.of(raw);
            assertThat(ledger.fault()).isEmpty();
            assertThat(ledger.last()).isGreaterThanOrEqualTo(GuestLedger.told(said()));
        } finally {
            hypervisor.remove(machine);
            hypervisor.close();
            shell("umount", small.toString());
            hypervisor = qemu(place.resolve("m"));
        }
    }

    /** Its machines lie there from now on. */
    private Waiting open(Path folder) throws IOException {
        hypervisor = qemu(folder.resolve("m"));
        return new Waiting(hypervisor);
    }

    private void awaitThatItGoesOn(Waiting waiting) throws IOException, InterruptedException {
        do {
            waiting.round();
            Thread.sleep(500);
        } while (state() != MachineState.RUNNING);
    }

    @Test
    void whatIsResetWhileItWaitsForItsDiskGoesOnToo() throws Exception {
        try (var waiting = new Waiting(hypervisor)) {
            startAndTakeItsDiskAway();
            hypervisor.reset(machine);
            while (!hypervisor.status(machine).reason().contains("reset while it stood still")) {
                assertThat(state()).isEqualTo(MachineState.PAUSED);
                Thread.sleep(50);
            }
            try (var _ = serve()) {
                awaitThatItGoesOn(waiting);
            }
        }
    }

    @Test
    void whatWaitedForItsDiskGoesOnAndWhatAPersonPausedDoesNot() throws Exception {
        try (var waiting = new Waiting(hypervisor)) {
            startAndTakeItsDiskAway();
            try (var _ = serve()) {
                awaitThatItGoesOn(waiting);
                hypervisor.pause(machine);
                waiting.round();
                assertThat(state()).isEqualTo(MachineState.PAUSED);
            }
        }
    }
}
