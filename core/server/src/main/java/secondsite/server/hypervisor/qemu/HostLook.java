package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import secondsite.api.host.HostStatus;
import secondsite.server.hypervisor.HypervisorException;

/** What a host is and has, looked at anew each time; but which version it has of QEMU only once. */
final class HostLook {

    private static final Pattern VERSION = Pattern.compile("version (\\S+)");
    private static final int SAID_BYTES = 4 << 10;
    private static final int PATIENCE_SECONDS = 10;

    private final Host host;
    private final QemuSettings settings;
    private final Virtualization virtualization;
    private String version;

    HostLook(Host host, QemuSettings settings, Virtualization virtualization) {
        this.host = host;
        this.settings = settings;
        this.virtualization = virtualization;
    }

    HostStatus status(String platform, long freeBytes, int machines) throws IOException {
        String problem = problem();
        return new HostStatus(platform, version(), problem == null && virtualization.works(program()),
                Runtime.getRuntime().availableProcessors(), host.freeMemoryBytes(), freeBytes, machines, bridges(),
                problem);
    }

    private synchronized String version() {
        return version;
    }

    /** Of several only the first: mended, the next one is told. */
    private synchronized String problem() throws IOException {
        try {
            Path program = program();
            host.program("qemu-img", "qemu-utils");
            host.program("setsid", "util-linux");
            if (version == null) {
                version = asked(program);
            }
            return version == null ? program + " does not say which version it is" : null;
        } catch (HypervisorException e) {
            return e.getMessage();
        }
    }

    private Path program() throws HypervisorException {
        return host.program(settings.program(), "qemu-system-x86");
    }

    private String asked(Path program) throws IOException {
        var builder = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", host.searchPath(), "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(SAID_BYTES), StandardCharsets.UTF_8);
            Matcher found = VERSION.matcher(said);
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && found.find() ? found.group(1) : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while QEMU was asked for its version", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> bridges() throws IOException {
        if (!Files.isDirectory(host.networks())) {
            return List.of();
        }
        try (Stream<Path> networks = Files.list(host.networks())) {
            return networks.filter(each -> Files.isDirectory(each.resolve("bridge")))
                    .map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}
