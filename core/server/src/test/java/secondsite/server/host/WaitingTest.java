package secondsite.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
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
import secondsite.api.host.DiskSource;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;
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
        hypervisor = Qemu.open(DirectoryFolder.at(place.resolve("m")),
                new QemuSettings(QemuSettings.DEFAULTS.program(), QemuSettings.Acceleration.NEVER,
                        Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(1)));
        exports.add("", new MemoryDisk(1 << 20));
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
        for (int look = 0; !hypervisor.status(machine).reason().contains("a disk did not answer"); look++) {
            if (look % 50 == 0) {
                // Its firmware reads the disk again.
                hypervisor.reset(machine);
            } else if (state() == MachineState.PAUSED) {
                hypervisor.resume(machine);
            }
            Thread.sleep(100);
        }
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
