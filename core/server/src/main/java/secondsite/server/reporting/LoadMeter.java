package secondsite.server.reporting;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.api.site.ServerLoad;

/** How busy this machine is, and how much room is left where a role keeps what it receives. */
public final class LoadMeter {

    /** What can be had without taking it from somebody; the JDK tells only what nobody uses, the page cache left out. */
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d{1,15}) kB");

    private final Path store;
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    /** @param store where caches or replicas lie */
    public LoadMeter(Path store) {
        this.store = store;
    }

    public ServerLoad now() {
        long total = system.getTotalMemorySize();
        return new ServerLoad(system.getCpuLoad(), Math.max(0, total - available()), total,
                store.toFile().getUsableSpace(), store.toFile().getTotalSpace());
    }

    private long available() {
        try {
            Matcher line = AVAILABLE.matcher(Files.readString(MEMORY));
            if (line.find()) {
                return Long.parseLong(line.group(1)) << 10;
            }
        } catch (IOException _) {
            // Another system than Linux.
        }
        return system.getFreeMemorySize();
    }
}
