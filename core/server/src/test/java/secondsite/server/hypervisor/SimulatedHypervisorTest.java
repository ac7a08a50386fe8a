package secondsite.server.hypervisor;

import secondsite.api.host.Boot;
import secondsite.api.host.DiskSource;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.NetworkCard;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** The simulated platform keeps the promises of the real ones. */
class SimulatedHypervisorTest extends HypervisorContract {

    private static final Path FOLDER = Path.of("/simulated");

    private final SimulatedHost host = new SimulatedHost(InstantSource.system(), Duration.ofMillis(200),
            Duration.ofMillis(100), 64 << 20, 1 << 30);
    private int images;

    @Override
    protected Hypervisor open() {
        return new SimulatedHypervisor(host);
    }

    @Override
    protected MachineSpecification bare(UUID machine) {
        return new MachineSpecification(machine, "bare", 32, 1, new Boot.FromDisk(Boot.Firmware.BIOS),
                List.of(new MachineDisk("root", image(FOLDER.resolve("bare.raw")))), List.of());
    }

    @Override
    protected MachineSpecification guest(UUID machine, NetworkCard card, String... words) {
        return new MachineSpecification(machine, "guest", 128, 1,
                new Boot.DirectKernel(FOLDER.resolve("vmlinuz"), FOLDER.resolve("initramfs"), ""),
                List.of(new MachineDisk("root", image(FOLDER.resolve("guest.raw")))), List.of(card));
    }

    @Override
    protected MachineSpecification layered(UUID machine) {
        var export = new DiskSource.NbdSocket(FOLDER.resolve("export"), "");
        return bare(machine).with(List.of(new MachineDisk("root", new DiskSource.Overlay(export))));
    }

    @Override
    protected Path newImage() {
        return FOLDER.resolve("image-" + images++ + ".raw");
    }

    @Override
    protected void kill(UUID machine) {
        host.kill(machine);
    }

    @Override
    protected boolean hasNetwork() {
        return false;
    }

    @Override
    protected void clear() {
        host.images.clear();
    }
}
