package secondsite.drill.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import secondsite.api.client.PointClient;
import secondsite.api.point.Export;
import secondsite.drill.tools.Patience;
import secondsite.engine.nbd.NbdClient;

/** Compares what master targets serve with the images that agents write to, byte for byte. */
final class Replicas {

    private final ManagedDeployment deployment;

    Replicas(ManagedDeployment deployment) {
        this.deployment = deployment;
    }

    /** At the only master target. @param images by the names of their disks; nothing writes to them */
    void awaitEqual(UUID machine, Map<String, Path> images) throws IOException {
        awaitEqual(deployment.points(), machine, images);
    }

    void awaitEqual(PointClient target, UUID machine, Map<String, Path> images) {
        images.forEach((name, image) -> {
            UUID disk = deployment.disk(machine, name);
            Patience.until("the replica of " + name + " has everything", ManagedDeployment.LONG,
                    () -> equal(target, disk, image));
        });
    }

    private static boolean equal(PointClient target, UUID disk, Path image) {
        try {
            byte[] here = Files.readAllBytes(image);
            Export export = target.open(disk, "latest");
            try (NbdClient served = NbdClient.connect(Path.of(export.unixSocket()), "")) {
                return served.read(0, here.length).equals(ByteBuffer.wrap(here));
            } finally {
                target.close(export.id());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
