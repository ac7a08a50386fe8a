package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
    /** The server's own roles. */
    static final String GATEWAY = "process-server";
    static final String KEEPER = "master-target";

    private static final Duration READY = Duration.ofSeconds(60);

    private final Stage stage;
    private final Premises premises;
    private final Program server;
    private final Map<String, Program> servers = new ConcurrentSkipListMap<>();
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

    /** The server is ended, as an administrator does it, and started with settings of its own; it need not answer yet. */
    void restartServer(String settings) {
        server.stop();
        append(home().resolve("server.yaml"), settings);
        server.start();
    }

    /**
     * A further server joins by the passphrase, and is started. Several may at once.
     *
     * @param role     {@code process-server} or {@code master-target}
     * @param settings lines of the role's section
     */
    void joinServer(String role, String name, Site site, int port, String settings) {
        String host = site == Site.PRIMARY ? premises.primaryAddress() : "localhost";
        Path own = folder(name);
        Shell.run(command(site, "server", "join", "--server", SERVER.toString(), "--authority", welcome.authority(),
                "--role", role, "--name", name, "--host", host, "--listen",
                (site == Site.PRIMARY ? host : "127.0.0.1") + ":" + port, "--directory", own.toString(),
                "--passphrase-file", passphraseFile().toString()));
        append(own.resolve("server.yaml"), settings);
        servers.put(name,
                program(name, command(site, "server", "--configuration", own.resolve("server.yaml").toString())));
        servers.get(name).start();
    }

    /** Bytes that a server that joined has written since its start: to others, and into files. */
    long writtenBy(String name) {
        try {
            return servers.get(name).written();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A machine's agent joins by the passphrase, and is told its disks; as an administrator of the machine does it. Several may at once. */
    void join(String machine, List<Disk> disks) {
        join(machine, Site.PRIMARY, "");
        disks.forEach(disk -> addDisk(disk.machine(), disk.name(), disk.image()));
    }

    /** An agent joins by the passphrase. @param settings further lines of its configuration */
    void join(String agent, Site site, String settings) {
        Shell.run(command(site, "agent", "join", "--server", SERVER.toString(), "--authority", welcome.authority(),
                "--name", agent, "--directory", folder(agent).toString(), "--passphrase-file",
                passphraseFile().toString()));
        append(Path.of(configuration(agent)), settings);
        agents.put(agent, program(agent, command(site, "agent", "run", "--configuration", configuration(agent))));
    }

    /** An agent is told of a disk. */
    void addDisk(String agent, String disk, Path image) {
        Shell.run(command(Site.PRIMARY, "agent", "add-disk", "--configuration", configuration(agent), "--name", disk,
                "--file", image.toString(), "--unix", socket(agent, disk).toString()));
    }

    private List<String> command(Site site, String... words) {
        List<String> command = new ArrayList<>();
        if (site == Site.PRIMARY) {
            command.addAll(List.of("env", "SECONDSITE_JAVA_OPTIONS=" + overTheLine()));
        }
        command.add(stage.program().toString());
        command.addAll(List.of(words));
        return site == Site.PRIMARY ? premises.atPrimary(command) : command;
    }

    private String overTheLine() {
        String own = System.getenv().getOrDefault("SECONDSITE_JAVA_OPTIONS", "");
        return "-Dhttps.proxyHost=" + premises.lineAddress() + " -Dhttps.proxyPort=" + premises.line().port()
                + " -Dhttp.nonProxyHosts= " + own;
    }

    /** Where an agent, or a server that joined, keeps everything. */
    Path folder(String member) {
        return stage.directory().resolve(member);
    }

    private String configuration(String agent) {
        return folder(agent).resolve("agent.yaml").toString();
    }

    /** Starts a machine's agent and waits until it serves its disks. */
    void startAgent(String machine, List<? extends ServedDisk> disks) {
        startAgent(machine, disks.stream().map(this::socket).toArray(Path[]::new));
    }

    void startAgent(String machine, Path... sockets) {
        agents.get(machine).start();
        for (Path socket : sockets) {
            Patience.until("the agent of " + machine + " serves " + socket, READY,
                    () -> agents.get(machine).running() && serves(socket));
        }
    }

    /** Starts all agents that do not run, without waiting. */
    void startAgents() {
        agents.values().stream().filter(agent -> !agent.alive()).forEach(Program::start);
    }

    private static boolean serves(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    /** Where a disk's agent serves it. */
    Path socket(ServedDisk disk) {
        return socket(disk.machine(), disk.name());
    }

    Path socket(String machine, String disk) {
        return folder(machine).resolve(disk + ".sock");
    }

    void killAgent(String machine) {
        agents.get(machine).kill();
    }

    /** Nothing of the primary site is left. */
    void killAgents() {
        agents.values().forEach(Program::kill);
    }
}
