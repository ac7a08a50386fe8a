package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders for machines: their sockets allow no long paths. */
final class ShortFolder {

    /** As everywhere, and always without the processor's virtualization, so that tests are the same everywhere. */
    static final QemuSettings SETTINGS = new QemuSettings(QemuSettings.DEFAULTS.program(),
            QemuSettings.Acceleration.NEVER,
            Duration.ofSeconds(120), Duration.ofSeconds(60), Duration.ofSeconds(60));

    private ShortFolder() {}

    static Path make() throws IOException {
        return Files.createTempDirectory("vm");
    }

    static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
