package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Program;
import secondsite.drill.tools.Shell;

/** The programs of a deployment, each a process of its own: a server with all roles at the second site, and agents at the primary one. */
final class Deployment {

    static final URI SERVER = URI.create("https://localhost:19442");

    private static final Duration READY = Duration.ofSeconds(60);

    private final Stage stage;
    private final Premises premises;
    private final Program server;
    private final Map<String, Program> agents = new ConcurrentSkipListMap<>();
    private Welcome welcome;

    Deployment(Stage stage, Premises premises) {
        this.stage = stage;
        this.premises = premises;
        // A server.yaml in the current folder would be a configuration.
        this.server = program("server", List.of("env", "--chdir=" + stage.directory(), "SECONDSITE_HOME=" + home(),
                stage.program().toString(), "server"));
    }

    /** Where the server keeps everything. */
    Path home() {
        return stage.directory().resolve("home");
    }

    /** Folder with the certificate that the server made for its administrator. */
    Path administratorsCertificate() {
        return home().resolve("configuration/administrator");
    }

    private Program program(String name, List<String> command) {
        return new Program(name, log(name), command, stage.cleanUp());
    }

    private Path log(String name) {
        return stage.directory().resolve(name + ".log");
    }

    /** Starts the server for the first time, and reads what it shows. */
    void startServer() {
        server.start();
        Patience.until("the server shows how to join and to sign in", READY, () -> {
            Optional<Welcome> shown = server.running() ? Welcome.in(read(log("server"))) : Optional.empty();
            shown.ifPresent(words -> welcome = words);
            return shown.isPresent();
        });
        keep(passphraseFile(), welcome.passphrase());
        keep(passwordFile(), welcome.password());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void keep(Path file, String secret) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, secret + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path passphraseFile() {
        return stage.directory().resolve("passphrase");
    }

    Path passwordFile() {
        return stage.directory().resolve("password");
    }

    Welcome welcome() {
        return welcome;
    }

    /** A machine's agent joins by the passphrase, and is told its disks; as an administrator of the machine does it. Several may at once. */
    void join(String machine, List<Disk> disks) {
        Shell.run(agent("join", "--server", SERVER.toString(), "--authority", welcome.authority(), "--name", machine,
                "--directory", folder(machine).toString(), "--passphrase-file", passphraseFile().toString()));
        disks.forEach(disk -> Shell.run(agent("add-disk", "--configuration", configuration(machine), "--name",
                disk.name(), "--file", disk.image().toString(), "--unix", socket(disk).toString())));
        agents.put(machine, program(machine, agent("run", "--configuration", configuration(machine))));
    }

    private List<String> agent(String... words) {
        List<String> command = new ArrayList<>(List.of("env", "SECONDSITE_JAVA_OPTIONS=" + overTheLine(),
                stage.program().toString(), "agent"));
        command.addAll(List.of(words));
        return premises.atPrimary(command);
    }

    private String overTheLine() {
        String own = System.getenv().getOrDefault("SECONDSITE_JAVA_OPTIONS", "");
        return "-Dhttps.proxyHost=" + premises.lineAddress() + " -Dhttps.proxyPort=" + premises.line().port()
                + " -Dhttp.nonProxyHosts= " + own;
    }

    private Path folder(String machine) {
        return stage.directory().resolve("agent-" + machine);
    }

    private String configuration(String machine) {
        return folder(machine).resolve("agent.yaml").toString();
    }

    /** Starts a machine's agent and waits until it serves its disks. */
    void startAgent(String machine, List<Disk> disks) {
        agents.get(machine).start();
        disks.forEach(disk -> Patience.until("the agent serves " + disk.title(), READY,
                () -> agents.get(machine).running() && serves(socket(disk))));
    }

    /** Starts all agents, without waiting. */
    void startAgents() {
        agents.values().forEach(Program::start);
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
        return folder(disk.machine()).resolve(disk.name() + ".sock");
    }

    void killAgent(String machine) {
        agents.get(machine).kill();
    }

    /** Nothing of the primary site is left. */
    void killAgents() {
        agents.values().forEach(Program::kill);
    }
}
