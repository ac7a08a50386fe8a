package secondsite.drill.scale;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import secondsite.api.client.Connection;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.TlsIdentity;
import secondsite.drill.deployment.JavaProgram;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;

/** A configuration server in a process of its own, with the memory that a large deployment may take. */
final class ScaledServer {

    private static final Duration START = Duration.ofMinutes(5);
    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
    private static final Path TOOLS = Path.of(System.getProperty("java.home"), "bin");

    private final Path folder;
    private final boolean large;
    private final int port;
    private final CleanUp cleanUp;
    private Process process;

    /** @param large whether it is started as an installed one; otherwise with little memory, and quickly */
    ScaledServer(Path folder, boolean large, CleanUp cleanUp) throws IOException {
        this.folder = folder;
        this.large = large;
        this.cleanUp = cleanUp;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("server.yaml"), """
                roles: [configuration-server]
                configurationServer:
                  listen:
                    port: %d
                """.formatted(port));
    }

    URI address() {
        return URI.create("https://localhost:" + port);
    }

    /** What it has loaded is archived when it is stopped, for its next starts, as an installation does it. */
    void startToMakeArchive() throws IOException {
        start(this::answers, "-XX:AOTCacheOutput=" + archive());
    }

    /** @return how long it took until it answered an administrator */
    Duration start() throws IOException {
        return start(this::answers);
    }

    /** @return how long it took until this was so */
    Duration start(BooleanSupplier answered) throws IOException {
        return start(answered, Files.exists(archive()) ? "-XX:AOTCache=" + archive() : "-XX:AOTMode=off");
    }

    private Path archive() {
        return folder.resolve("server.aot");
    }

    private Duration start(BooleanSupplier answered, String option) throws IOException {
        long begin = System.nanoTime();
        String[] words = {"server", "--configuration", folder.resolve("server.yaml").toString()};
        process = new ProcessBuilder(large
                ? JavaProgram.SERVER.large(List.of("-Xmx1536m", option, "-Xlog:aot*=off", "-Xlog:cds*=off"), words)
                : JavaProgram.SERVER.command(words)).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())).start();
        cleanUp.later(process::destroyForcibly);
        Patience.until("the server answers", START, () -> {
            refuseEnded();
            return answered.getAsBoolean();
        });
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void refuseEnded() {
        if (!process.isAlive()) {
            throw new Shell.Failure("the server has ended: see " + log());
        }
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            return !new InventoryClient(connection).sites().isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    Path database() {
        return folder.resolve("configuration/database.sqlite");
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    /** As an administrator. */
    Connection connect() throws IOException {
        return new Connection(address(), identity("administrator", "certificate.pem"), Connection.Patience.DEFAULTS);
    }

    /** The deployment's authority, with its key. */
    TlsIdentity authority() throws IOException {
        return identity("authority", "authority.pem");
    }

    private TlsIdentity identity(String of, String certificate) throws IOException {
        Path own = folder.resolve("configuration").resolve(of);
        return TlsIdentity.fromPem(own.resolve(certificate), own.resolve("key.pem"), own.resolve("authority.pem"));
    }

    /** As an administrator ends it. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** As a crash ends it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The processor's time that it has taken since it started. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
    }

    /** MiB of the heap that are in use, rubbish included. */
    long heapMebibytes() {
        Matcher used = HEAP_USED.matcher(tool("GC.heap_info"));
        if (!used.find()) {
            throw new Shell.Failure("no heap is told of");
        }
        return Long.parseLong(used.group(1)) >> 10;
    }

    /** MiB of the heap that are in use after all rubbish was collected. */
    long liveMebibytes() {
        tool("GC.run");
        return heapMebibytes();
    }

    private String tool(String command) {
        return Shell.run(List.of(TOOLS.resolve("jcmd").toString(), Long.toString(process.pid()), command));
    }

    /** Time that collections of rubbish have taken since the start. */
    double collectionSeconds() {
        String[] columns = Shell
                .run(List.of(TOOLS.resolve("jstat").toString(), "-gcutil", Long.toString(process.pid())))
                .strip().split("\\s+");
        return Double.parseDouble(columns[columns.length - 1]);
    }

    /** MiB of memory that the whole process has had at most. */
    long mostResidentMebibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM")).mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst().orElseThrow() >> 10;
    }
}
