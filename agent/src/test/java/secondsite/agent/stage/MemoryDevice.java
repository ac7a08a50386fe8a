package secondsite.agent.stage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real block device in memory, which has no queue of requests, like those of LVM and RAID. Needs root, and a kernel with zram. */
public final class MemoryDevice implements Closeable {

    private static final Path CONTROL = Path.of("/sys/class/zram-control");

    private final String number;

    public MemoryDevice(long size) throws IOException {
        number = Files.readString(CONTROL.resolve("hot_add")).strip();
        Files.writeString(Path.of("/sys/block/zram" + number + "/disksize"), Long.toString(size));
    }

    /** Skips the test, with the reason, where there are no such devices. */
    public static void assumeThere() {
        assumeTrue(Files.isDirectory(CONTROL), "skipped: this kernel has no devices in memory (zram)");
    }

    public Path path() {
        return Path.of("/dev/zram" + number);
    }

    @Override
    public void close() throws IOException {
        Files.writeString(CONTROL.resolve("hot_remove"), number);
    }
}
