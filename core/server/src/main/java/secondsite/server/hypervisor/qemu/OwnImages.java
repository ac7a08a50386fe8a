package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.Path;
import secondsite.api.host.DiskSource;
import secondsite.api.host.MachineSpecification;

/** Images in a machine's own folder, over other places that are only read: made before the machine is, and deleted with its folder. */
final class OwnImages {

    private final Path folder;
    private final Images images;

    OwnImages(Path folder, Images images) {
        this.folder = folder;
        this.images = images;
    }

    /** @param disk place in the order */
    static String name(int disk) {
        return "disk" + disk + ".qcow2";
    }

    DiskSource.Image of(int disk) {
        return new DiskSource.Image(folder.resolve(name(disk)), DiskSource.Format.QCOW2);
    }

    /** As large as what they lie over, empty, and durable. */
    void make(MachineSpecification specification) throws IOException {
        for (int i = 0; i < specification.disks().size(); i++) {
            if (specification.disks().get(i).source() instanceof DiskSource.Overlay(DiskSource below)) {
                images.make(of(i), images.size(below));
            }
        }
    }
}
