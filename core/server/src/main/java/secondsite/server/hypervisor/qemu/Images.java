package secondsite.server.hypervisor.qemu;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import secondsite.api.Json;
import secondsite.engine.file.DirectoryFolder;
import secondsite.api.host.DiskSource;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;

/** Makes the images that disks are moved into, and those that lie over something. */
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
            try (var file = inside.open(name)) {
                file.force();
            }
        }
        inside.force();
    }

    /** How many bytes a disk has that is there. */
    long size(DiskSource source) throws IOException {
        Map<String, Object> node = BlockNode.of(source, "asked", Duration.ZERO);
        String said = run("info", "--output=json", "--force-share",
                "json:" + new String(Json.write(node), StandardCharsets.UTF_8));
        try {
            return Json.read(said.getBytes(StandardCharsets.UTF_8), Info.class).bytes();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new HypervisorException(Reason.NO_DISK, source + " cannot be opened: " + said, e);
        }
    }

    /** What is needed of what {@code qemu-img info} says. */
    private record Info(@JsonProperty("virtual-size") long bytes) {}

    private void format(Path file, long bytes) throws IOException {
        run("create", "-q", "-f", "qcow2", file.toString(), Long.toString(bytes));
    }

    private String run(String... words) throws IOException {
        List<String> line = new ArrayList<>(List.of(host.program("qemu-img", "qemu-utils").toString()));
        line.addAll(List.of(words));
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", host.searchPath(), "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readNBytes(SAID_BYTES), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new HypervisorException(said.contains("No space left") ? Reason.NO_SPACE : Reason.NO_DISK,
                        "a disk cannot be opened, or its image not be made: " + said);
            }
            return said;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an image was made; give the order again", e);
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
