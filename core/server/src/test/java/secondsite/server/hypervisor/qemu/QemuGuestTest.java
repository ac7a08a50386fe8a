package secondsite.server.hypervisor.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.layer.ReadOnlyDisk;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.server.hypervisor.Guest;
import secondsite.server.hypervisor.GuestLedger;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MoveState;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.NetworkCard;

/** A real system, which keeps account of what it wrote. */
class QemuGuestTest extends QemuPlace {

    /** As a commit does it: from an export, at once, into an image of its own, while it runs. */
    @Test
    void nothingIsLostWhenADiskMovesFromAnExportIntoAnImageAndTheExportGoes() throws Exception {
        Path original = Guest.disk(place.resolve("original.raw"), "64M");
        Path socket = place.resolve("export");
        Path image = place.resolve("image.raw");
        var exports = new Exports();
        try (var disk = new FileDisk(DirectoryFolder.openFile(original));
                var outside = new ServerSocket(0)) {
            exports.add("root", disk);
            try (var _ = serve(exports, socket)) {
                hypervisor.make(new MachineSpecification(id, "guest", Guest.MEMORY_MEBIBYTES, 1,
                        Guest.boot("secondsite.pace=0.05", "secondsite.reach=10.0.2.2:" + outside.getLocalPort()),
                        List.of(new MachineDisk("root", new DiskSource.NbdSocket(socket, "root"))),
                        List.of(new NetworkCard("52:54:00:00:00:02", new CardNetwork.Translated(List.of())))));
                hypervisor.start(id);
                awaitSaid("secondsite-guest: reached");
                awaitTold(3);
                hypervisor.beginMove(id, new DiskMove("root", new DiskSource.Image(image, DiskSource.Format.RAW), 0));
                awaitMove(MoveState.DONE);
            }
            long after = GuestLedger.told(said());
            awaitTold(after + 3);
        }
        hypervisor.forceOff(id);
        long told = GuestLedger.told(said());
        GuestLedger ledger = GuestLedger.of(image);
        assertThat(ledger.fault()).isEmpty();
        assertThat(ledger.last()).isGreaterThanOrEqualTo(told);
        assertThat(GuestLedger.of(original)).as("what is written after the move is not in the old place")
                .satisfies(old -> assertThat(old.fault()).isEmpty())
                .satisfies(old -> assertThat(old.last()).isLessThan(told));

        long before = hypervisor.status(id).consoleBytes();
        hypervisor.start(id);
        await(() -> hypervisor.console(id, before, 1 << 20).text().contains("ledger begins after " + ledger.last()));
    }

    /** Its system never sees an error: it waits, and after that it stands still. Then it stands alone, with all that it ever had. */
    @Test
    void aMachineOverAnExportGoesOnAfterThatWasAwayAndStandsAloneAtTheEnd() throws Exception {
        hypervisor.close();
        hypervisor = Qemu.open(DirectoryFolder.at(machines()), new QemuSettings(ShortFolder.SETTINGS.program(),
                ShortFolder.SETTINGS.acceleration(), ShortFolder.SETTINGS.launch(), ShortFolder.SETTINGS.answer(),
                Duration.ofSeconds(1)));
        Path original = Guest.disk(place.resolve("original.raw"), "64M");
        byte[] before = Files.readAllBytes(original);
        Path socket = place.resolve("export");
        var exports = new Exports();
        try (var disk = new FileDisk(DirectoryFolder.openFile(original))) {
            exports.add("", new ReadOnlyDisk(disk));
            try (var _ = serve(exports, socket)) {
                hypervisor.make(new MachineSpecification(id, "guest", Guest.MEMORY_MEBIBYTES, 1,
                        Guest.boot("secondsite.pace=0.05"),
                        List.of(new MachineDisk("root",
                                new DiskSource.Overlay(new DiskSource.NbdSocket(socket, "")))),
                        List.of()));
                hypervisor.start(id);
                awaitTold(3);
                hypervisor.detach(id, "root", 1 << 20);
            }
            await(() -> hypervisor.move(id, "root").state() == MoveState.FAILED
                    || hypervisor.status(id).state() == MachineState.PAUSED);
            try (var _ = serve(exports, socket)) {
                await(() -> {
                    if (hypervisor.status(id).state() == MachineState.PAUSED) {
                        hypervisor.resume(id);
                    }
                    return hypervisor.detach(id, "root", 0).state() == MoveState.DONE;
                });
                hypervisor.resume(id);
                awaitTold(GuestLedger.told(said()) + 3);
            }
            awaitTold(GuestLedger.told(said()) + 3);
        }
        hypervisor.askToPowerDown(id);
        await(() -> hypervisor.status(id).state() == MachineState.SHUT_DOWN);
        assertThat(said()).doesNotContain("failed");
        assertThat(Files.readAllBytes(original)).as("what lies below is never written").isEqualTo(before);
        var image = (DiskSource.Image) hypervisor.specification(id).disks().getFirst().source();
        Path raw = place.resolve("image.raw");
        assertThat(new ProcessBuilder("qemu-img", "convert", "-O", "raw", image.file().toString(), raw.toString())
                .inheritIO().start().waitFor()).isZero();
        GuestLedger ledger = GuestLedger.of(raw);
        assertThat(ledger.fault()).isEmpty();
        assertThat(ledger.last()).isGreaterThanOrEqualTo(GuestLedger.told(said()));
    }

    private static NbdServer serve(Exports exports, Path socket) throws IOException {
        var server = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE);
        server.listen(UnixDomainSocketAddress.of(socket));
        return server;
    }

    private void awaitTold(long number) {
        await(() -> GuestLedger.told(said()) >= number);
    }
}
