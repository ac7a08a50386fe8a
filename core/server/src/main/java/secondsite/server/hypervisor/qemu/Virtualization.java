package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether QEMU can use this host's virtualization. It is tried with an empty machine once, before the first machine: a host that is a virtual
 * machine itself may have the device and lack what QEMU wants of it, and then QEMU ends instead of taking the next way.
 */
final class Virtualization {

    private static final Logger LOG = LoggerFactory.getLogger(Virtualization.class);
    private static final String QUIT = "{\"execute\":\"qmp_capabilities\"}\n{\"execute\":\"quit\"}\n";
    private static final int PATIENCE_SECONDS = 20;
    private static final int SAID_BYTES = 4 << 10;

    private final Host host;
    private final QemuSettings settings;
    private Boolean works;

    Virtualization(Host host, QemuSettings settings) {
        this.host = host;
        this.settings = settings;
    }

    /** @param program QEMU itself */
    synchronized boolean works(Path program) throws IOException {
        if (settings.acceleration() == QemuSettings.Acceleration.NEVER || !host.hasKvm()) {
            return false;
        }
        if (works == null) {
            works = tried(program);
        }
        return works;
    }

    private boolean tried(Path program) throws IOException {
        var builder = new ProcessBuilder(program.toString(), "-nodefaults", "-no-user-config", "-display", "none",
                "-machine", "q35", "-accel", "kvm", "-cpu", "max", "-m", "16M", "-S", "-qmp", "stdio")
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", host.searchPath(), "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        try {
            try (var in = process.getOutputStream()) {
                in.write(QUIT.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // It ended before it was asked to; what it said tells why.
            }
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            boolean well = ended && process.exitValue() == 0;
            if (!well) {
                LOG.warn("machines run without {}, slower: {}", host.kvm(),
                        ended ? lastWords(process) : "QEMU did not end within " + PATIENCE_SECONDS + " s");
            }
            return well;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the host's virtualization was tried", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String lastWords(Process process) throws IOException {
        String said = new String(process.getInputStream().readNBytes(SAID_BYTES), StandardCharsets.UTF_8);
        return said.lines().filter(line -> !line.startsWith("{")).reduce((_, last) -> last)
                .orElse("QEMU ended with " + process.exitValue());
    }
}
