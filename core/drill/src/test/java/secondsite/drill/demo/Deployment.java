package secondsite.drill.demo;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import secondsite.agent.control.AgentStatus;
import secondsite.agent.control.ControlClient;
import secondsite.agent.control.Order;
import secondsite.api.Json;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Program;
import secondsite.drill.tools.Shell;

/** The programs of a deployment, each a process of its own: agents and a process server at one site, a master target at the other. */
final class Deployment {

    private static final Duration READY = Duration.ofSeconds(60);
    private static final String PROCESS_SERVER = "gateway";
    private static final String MASTER_TARGET = "keeper";
    private static final int PROCESS_SERVER_PORT = 19443;
    private static final int MASTER_TARGET_PORT = 19444;

    private final Stage stage;
    private final Premises premises;
    private final Path folder;
    private final Program processServer;
    private final Program masterTarget;
    private final Map<String, Program> agents = new LinkedHashMap<>();
    private final Administrator administrator;

    private Deployment(Stage stage, Premises premises, List<Disk> disks) {
        this.stage = stage;
        this.premises = premises;
        this.folder = stage.directory().resolve("made");
        make(disks);
        this.processServer = program(PROCESS_SERVER, premises.atPrimary(server("process-servers", PROCESS_SERVER)));
        this.masterTarget = program(MASTER_TARGET, premises.atSecondary(server("master-targets", MASTER_TARGET)));
        disks.stream().map(Disk::machine).distinct().forEach(machine -> agents.put(machine,
                program(machine, premises.atPrimary(
                        command("agent", "run", "--configuration", agentFolder(machine) + "/agent.yaml")))));
        this.administrator = new Administrator(folder.resolve("administrators/administrator"),
                "https://" + premises.secondaryAddress() + ":" + MASTER_TARGET_PORT, premises);
    }

    static Deployment create(Stage stage, List<Disk> disks) {
        Premises premises = Premises.of(stage.root(), ProcessHandle.current().pid(), stage.cleanUp());
        return new Deployment(stage, premises, disks);
    }

    private void make(List<Disk> disks) {
        List<String> command = new ArrayList<>(command("deployment", "create", "--directory", folder.toString(),
                "--process-server", PROCESS_SERVER + "@" + premises.primaryAddress() + ":" + PROCESS_SERVER_PORT,
                "--master-target", MASTER_TARGET + "@" + premises.secondaryAddress() + ":" + MASTER_TARGET_PORT));
        disks.stream().map(Disk::machine).distinct().forEach(machine -> command.addAll(List.of("--agent", machine)));
        disks.forEach(disk -> command.addAll(
                List.of("--disk", disk.machine() + ":" + disk.name() + "=" + disk.image())));
        Shell.run(command);
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(stage.program().toString()));
        command.addAll(List.of(words));
        return command;
    }

    private List<String> server(String kind, String name) {
        return command("server", "--configuration",
                folder.resolve(kind).resolve(name).resolve("server.yaml").toString());
    }

    private Program program(String name, List<String> command) {
        return new Program(name, stage.directory().resolve(name + ".log"), command, stage.cleanUp());
    }

    private Path agentFolder(String machine) {
        return folder.resolve("agents").resolve(machine);
    }

    void startServers() {
        masterTarget.start();
        processServer.start();
        Patience.until("the master target answers", READY, () -> masterTarget.running() && administrator.answered());
    }

    /** Starts a machine's agent and waits until it serves its disks. */
    void startAgent(String machine, List<Disk> disks) {
        agents.get(machine).start();
        disks.stream().filter(disk -> disk.machine().equals(machine)).forEach(disk -> Patience.until(
                "the agent serves " + disk.title(), READY,
                () -> agents.get(machine).running() && serves(socket(disk))));
    }

    private static boolean serves(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    /** Where a disk's agent serves it. */
    Path socket(Disk disk) {
        return agentFolder(disk.machine()).resolve(disk.name() + ".sock");
    }

    /** @throws Shell.Failure when the agent does not answer */
    DiskState state(Disk disk) {
        try {
            var client = new ControlClient(agentFolder(disk.machine()).resolve("control.sock"));
            AgentStatus status = Json.read(
                    Json.write(client.give(Order.of(Order.Verb.STATUS, List.of(disk.name())))), AgentStatus.class);
            return new DiskState(status.disks().getFirst());
        } catch (IOException e) {
            throw new Shell.Failure(disk.title() + ": " + e.getMessage());
        }
    }

    Administrator administrator() {
        return administrator;
    }

    void killAgent(String machine) {
        agents.get(machine).kill();
    }

    /** Nothing of the primary site is left. */
    void killPrimary() {
        agents.values().forEach(Program::kill);
        processServer.kill();
    }

    void cutLine() {
        premises.cut(masterTarget);
    }

    void mendLine() {
        premises.mend(masterTarget);
    }

    String howCut() {
        return premises.how();
    }
}
