package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import secondsite.api.host.DiskSource;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.layer.ReadOnlyDisk;
import secondsite.engine.nbd.Exports;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.nbd.NbdServer;
import secondsite.engine.nbd.NbdSettings;
import secondsite.api.host.Boot;
import secondsite.server.hypervisor.Guest;
import secondsite.server.hypervisor.Hypervisor;
import secondsite.server.hypervisor.HypervisorContract;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.NetworkCard;

/** Real processes of QEMU, without the processor's virtualization. */
class QemuContractTest extends HypervisorContract {

    private static final int DISK_BYTES = 64 << 20;

    private final AtomicInteger images = new AtomicInteger();
    private Path place;
    private NbdServer served;

    @Override
    protected void clear() throws IOException {
        if (served != null) {
            served.close();
        }
        ShortFolder.delete(place);
    }

    private Path inPlace(String name) throws IOException {
        if (place == null) {
            place = ShortFolder.make();
        }
        return place.resolve(name);
    }

    @Override
    protected Hypervisor open() throws IOException {
        return Qemu.open(DirectoryFolder.at(inPlace("machines")), ShortFolder.SETTINGS);
    }

    @Override
    protected MachineSpecification bare(UUID machine) throws IOException {
        Path disk = inPlace("bare.raw");
        if (!Files.exists(disk)) {
            try (var file = new RandomAccessFile(disk.toFile(), "rw")) {
                file.setLength(DISK_BYTES);
                file.write(new byte[8 << 20]);
                file.write(1);
            }
        }
        return new MachineSpecification(machine, "bare, with an odd näme=1", 32, 1,
                new Boot.FromDisk(Boot.Firmware.BIOS),
                List.of(new MachineDisk("root", image(disk))), List.of());
    }

    @Override
    protected MachineSpecification guest(UUID machine, NetworkCard card, String... words) throws IOException {
        return new MachineSpecification(machine, "guest", Guest.MEMORY_MEBIBYTES, 1, Guest.boot(words),
                List.of(new MachineDisk("root", image(Guest.disk(inPlace("guest.raw"), "64M")))), List.of(card));
    }

    @Override
    protected MachineSpecification layered(UUID machine) throws IOException {
        Path socket = inPlace("export");
        if (served == null) {
            var exports = new Exports();
            exports.add("", new ReadOnlyDisk(new MemoryDisk(DISK_BYTES)));
            served = new NbdServer(exports, NbdSettings.DEFAULT, NbdEvents.NONE);
            served.listen(UnixDomainSocketAddress.of(socket));
        }
        return bare(machine).with(List.of(
                new MachineDisk("root", new DiskSource.Overlay(new DiskSource.NbdSocket(socket, "")))));
    }

    @Override
    protected Path newImage() throws IOException {
        return inPlace("image-" + images.incrementAndGet() + ".raw");
    }

    @Override
    protected void kill(UUID machine) throws IOException {
        new MachineProcess(inPlace("machines").resolve(machine.toString()), machine, Host.here()).kill();
    }

    @Override
    protected boolean hasNetwork() {
        return true;
    }
}
