package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import secondsite.engine.file.DirectoryFolder;
import secondsite.api.host.DiskSource;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;

/** Makes the images that disks are moved into. */
final class Images {

    private static final int SAID_BYTES = 4 << 10;

    private final Host host;

    Images(Host host) {
        this.host = host;
    }

    /** An empty image, durable by name; one that is there already is replaced. @param bytes size of the disk */
    void make(DiskSource.Image image, long bytes) throws IOException {
        Path folder = image.file().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new HypervisorException(Reason.NO_DISK,
                    "there is no folder " + folder + " for the image " + image.file());
        }
        String name = image.file().getFileName().toString();
        DirectoryFolder inside = DirectoryFolder.at(folder);
        inside.delete(name);
        try (var file = inside.create(name)) {
            if (image.format() == DiskSource.Format.RAW) {
                file.resize(bytes);
            }
            file.force();
        }
        if (image.format() == DiskSource.Format.QCOW2) {
            format(image.file(), bytes);
        }
        inside.force();
    }

    private void format(Path file, long bytes) throws IOException {
        Path program = host.program("qemu-img", "qemu-utils");
        var builder = new ProcessBuilder(program.toString(), "create", "-q", "-f", "qcow2", file.toString(),
                Long.toString(bytes)).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", host.searchPath(), "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readNBytes(SAID_BYTES), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new HypervisorException(Reason.NO_DISK, "the image " + file + " cannot be made: " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an image was made; order the move again", e);
        }
    }

    /** An image that a move made, and that is of no use. Exports stay what they are. */
    static void delete(DiskSource source) throws IOException {
        if (source instanceof DiskSource.Image image && image.file().getParent() != null
                && Files.isDirectory(image.file().getParent())) {
            DirectoryFolder.at(image.file().getParent()).delete(image.file().getFileName().toString());
        }
    }
}
