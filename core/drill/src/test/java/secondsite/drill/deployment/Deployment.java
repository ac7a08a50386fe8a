package secondsite.drill.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import secondsite.agent.control.AgentStatus;
import secondsite.agent.control.ControlClient;
import secondsite.agent.control.Order;
import secondsite.api.Json;
import secondsite.api.client.Connection;
import secondsite.api.client.PointClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.point.Export;
import secondsite.api.point.PointList;
import secondsite.api.point.ReplicaSummary;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Program;
import secondsite.drill.tools.Shell;
import secondsite.engine.nbd.NbdClient;

/** An agent with one disk, a process server and a master target, made by the verb that makes deployments. Nothing runs at first. */
public final class Deployment {

    /** Short: paths of sockets may have about a hundred characters. */
    private static final String FILES = "d";
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration CAUGHT_UP = Duration.ofSeconds(120);

    private final Path folder;
    private final Place place;
    private final Program agent;
    private final Program gateway;
    private final Program target;
    private boolean served = true;

    public Deployment(Path folder, long diskBytes, Place place, CleanUp cleanUp) throws IOException {
        this.folder = folder;
        this.place = place;
        Files.createDirectories(folder);
        create(diskBytes);
        agentSettings().replace(":" + place.gatewayPort(), ":" + place.agentSees());
        gatewaySettings().replace(":" + place.targetPort(), ":" + place.gatewaySees());
        agent = new Program("agent", folder.resolve("agent.log"),
                place.atAgent().apply(JavaProgram.AGENT.command("agent", "run", "--configuration",
                        agentFolder().resolve("agent.yaml").toString())),
                cleanUp);
        gateway = server("gateway", gatewayFolder(), cleanUp);
        target = server("target", targetFolder(), cleanUp);
        cleanUp.later(this::keepWhatTheyLoaded);
    }

    private void keepWhatTheyLoaded() {
        JavaProgram.AGENT.keep(agent, "agent", "run");
        JavaProgram.DATA_SERVER.keep(target, "server");
    }

    private Program server(String name, Path directory, CleanUp cleanUp) throws IOException {
        return new Program(name, folder.resolve(name + ".log"),
                place.atServers()
                        .apply(JavaProgram.DATA_SERVER.command("server", "--configuration",
                                directory.resolve("server.yaml").toString())),
                cleanUp);
    }

    private void create(long diskBytes) throws IOException {
        Shell.run(JavaProgram.SERVER.command("deployment", "create", "--directory",
                folder.resolve(FILES).toString(), "--process-server",
                "gateway@" + place.host() + ":" + place.gatewayPort(), "--master-target",
                "keeper@" + place.host() + ":" + place.targetPort(), "--agent", "machine", "--disk",
                "machine:data=" + diskBytes));
    }

    public Path agentFolder() {
        return folder.resolve(FILES + "/agents/machine");
    }

    public Path gatewayFolder() {
        return folder.resolve(FILES + "/process-servers/gateway");
    }

    public Path targetFolder() {
        return folder.resolve(FILES + "/master-targets/keeper");
    }

    public Settings agentSettings() {
        return new Settings(agentFolder().resolve("agent.yaml"));
    }

    public Settings gatewaySettings() {
        return new Settings(gatewayFolder().resolve("server.yaml"));
    }

    public Settings targetSettings() {
        return new Settings(targetFolder().resolve("server.yaml"));
    }

    /** Its disk is one that a running guest has, and that the agent does not serve. @param qmp the guest's monitor */
    public void mirror(Path qmp, String disk) {
        agentSettings().replace("nbd:\n      unix: data.sock", "guest: {qmp: " + qmp + ", disk: " + disk + "}")
                .replace("file: \"data.disk\"\n    ", "");
        served = false;
    }

    /** The file with the protected disk's bytes. */
    public Path source() {
        return agentFolder().resolve("data.disk");
    }

    /** Where the protected machine reaches its disk. */
    public Path socket() {
        return agentFolder().resolve("data.sock");
    }

    public Program agent() {
        return agent;
    }

    public Program gateway() {
        return gateway;
    }

    public Program target() {
        return target;
    }

    /** Starts all programs and waits until the replica is whole and can be brought back. */
    public Deployment start() {
        startPrograms();
        awaitAgent();
        Patience.until("the replica can be brought back", CAUGHT_UP,
                () -> running() && status().job() == null && status().shipping() != null && recoverable());
        return this;
    }

    private void startPrograms() {
        target.start();
        gateway.start();
        agent.start();
    }

    /** Ends all programs in order, one after another, and starts them again. */
    public void restart() {
        agent.stop();
        gateway.stop();
        target.stop();
        startPrograms();
        awaitAgent();
    }

    /** What a program has said.
     *
     * @param program agent, gateway or target
     */
    public String log(String program) {
        try {
            return Files.readString(folder.resolve(program + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean running() {
        return agent.running() && gateway.running() && target.running();
    }

    private boolean recoverable() {
        try {
            return replica().newest() != null;
        } catch (IOException _) {
            return false;
        }
    }

    /** Waits until a guest is served. */
    public void awaitAgent() {
        Patience.until("the agent serves its disk", READY, () -> agent.running() && answers());
    }

    private boolean answers() {
        try {
            return (!served || answersNbd()) && status() != null;
        } catch (Shell.Failure _) {
            return false;
        }
    }

    private boolean answersNbd() {
        try (NbdClient _ = NbdClient.connect(socket(), "")) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** How the disk stands, as the agent says. */
    public AgentStatus.DiskStatus status() {
        try {
            var answer = new ControlClient(agentFolder().resolve("control.sock"))
                    .give(Order.of(Order.Verb.STATUS, List.of()));
            return Json.read(Json.write(answer), AgentStatus.class).disks().getFirst();
        } catch (IOException e) {
            throw new Shell.Failure("the agent does not answer: " + e.getMessage());
        }
    }

    /** Up to which record the target is durable, as the agent knows; -1 when it does not answer or does not know. */
    public long atTarget() {
        try {
            AgentStatus.Shipping shipping = status().shipping();
            return shipping == null ? -1 : shipping.targetSequence();
        } catch (Shell.Failure _) {
            return -1;
        }
    }

    /** Waits until the disk is logged and all records up to now are durable at the target. */
    public void awaitCaughtUp() {
        Patience.until("the target has everything", CAUGHT_UP, () -> {
            AgentStatus.DiskStatus now = status();
            return running() && now.job() == null && now.state().equals("LOGGING") && now.shipping() != null
                    && now.shipping().targetSequence() >= now.lastSequence();
        });
    }

    /** How the disk stands, as the master target says. */
    public ReplicaSummary replica() throws IOException {
        try (Connection connection = toTarget()) {
            return new PointClient(connection).replicas().getFirst();
        }
    }

    private Connection toTarget() throws IOException {
        Path administrator = folder.resolve(FILES + "/administrators/administrator");
        return new Connection(URI.create("https://" + place.host() + ":" + place.targetPort()),
                TlsIdentity.fromPem(administrator.resolve("certificate.pem"), administrator.resolve("key.pem"),
                        administrator.resolve("authority.pem")),
                Connection.Patience.DEFAULTS);
    }

    /** What can be brought back, as the master target says. */
    public PointList points() throws IOException {
        try (Connection connection = toTarget()) {
            var client = new PointClient(connection);
            return client.points(client.replicas().getFirst().disk(), Instant.EPOCH, Instant.now());
        }
    }

    /** What is done with an export. */
    public interface Use<T> {

        T of(Export export) throws IOException;
    }

    /** Opens the disk as it was, and closes it after use. */
    public <T> T open(String at, Use<T> use) throws IOException {
        try (Connection connection = toTarget()) {
            var client = new PointClient(connection);
            UUID disk = client.replicas().getFirst().disk();
            Export export = client.open(disk, at);
            try {
                return use.of(export);
            } finally {
                client.close(export.id());
            }
        }
    }

    /** The latest point of the disk, read through an export. */
    public ByteBuffer latest() throws IOException {
        return open("latest", Deployment::content);
    }

    /** All of an export. */
    public static ByteBuffer content(Export export) throws IOException {
        return read(Path.of(export.unixSocket()));
    }

    /** The disk, read as its machine reads it. */
    public ByteBuffer served() throws IOException {
        return read(socket());
    }

    private static ByteBuffer read(Path socket) throws IOException {
        try (NbdClient client = NbdClient.connect(socket, "")) {
            ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(client.size()));
            while (all.hasRemaining()) {
                all.put(client.read(all.position(), Math.min(all.remaining(), 1 << 20)));
            }
            return all.flip();
        }
    }
}
