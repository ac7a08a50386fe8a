package secondsite.drill.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.Connection;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.PlanClient;
import secondsite.api.client.PointClient;
import secondsite.api.client.PolicyClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.client.RecoveryClient;
import secondsite.api.client.SecurityClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferException;
import secondsite.api.machine.MachineSummary;
import secondsite.drill.deployment.JavaProgram;
import secondsite.drill.deployment.Place;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Program;
import secondsite.drill.tools.Shell;

/** Real programs: a server with all three roles, or some with one each, and agents that join it by what it showed at its first start. */
public final class ManagedDeployment implements AutoCloseable {

    public static final Duration LONG = Duration.ofSeconds(120);
    public static final String ALL_ROLES = "configuration-server, process-server, master-target";
    private static final String SMALL_SEGMENTS = "  replicas:\n    segment: 1 MiB\n";

    private static final int TAIL = 4000;
    private static final Pattern PASSPHRASE = Pattern.compile("passphrase +([0-9A-Z-]{35})");
    private static final Pattern AUTHORITY = Pattern.compile("authority +(sha256:[0-9a-f]{64})");
    private static final Pattern PASSWORD = Pattern.compile("password +(\\S+)");
    private static final Pattern LISTENS = Pattern.compile("configuration server listens on 127.0.0.1:(\\d+)");

    private final CleanUp cleanUp = new CleanUp();
    private final Path folder;
    private final Map<String, Program> agents = new LinkedHashMap<>();
    private final Map<String, Program> servers = new LinkedHashMap<>();
    private final String roles;
    private final Start start;
    private final String ofMasterTarget;
    private final Program server;
    private final URI address;
    private Connection connection;

    /** How the server is started, every time. @param debugger what its JVM is told of one; empty for none */
    public record Start(List<String> debugger, Consumer<Program> starting) {

        public static final Start PLAIN = new Start(List.of(), Program::start);
    }

    /** A server with all three roles that is started for the first time. */
    public ManagedDeployment(Path folder) throws IOException {
        this(folder, ALL_ROLES, Start.PLAIN);
    }

    /** A server with all three roles that also runs machines. @param machines lines of that section of its master target's settings */
    public static ManagedDeployment hosting(Path folder, String machines, Start start) throws IOException {
        return new ManagedDeployment(folder, ALL_ROLES, start, SMALL_SEGMENTS + "  machines:\n" + machines.indent(4));
    }

    /** The same with segments of the default size, for journals of gibibytes. */
    public static ManagedDeployment hostingMuch(Path folder, String machines, Start start) throws IOException {
        return new ManagedDeployment(folder, ALL_ROLES, start, "  machines:\n" + machines.indent(4));
    }

    /** @param roles of the server, which is started for the first time */
    public ManagedDeployment(Path folder, String roles, Start start) throws IOException {
        this(folder, roles, start, SMALL_SEGMENTS);
    }

    private ManagedDeployment(Path folder, String roles, Start start, String ofMasterTarget) throws IOException {
        this.ofMasterTarget = ofMasterTarget;
        this.folder = folder;
        this.roles = roles;
        this.start = start;
        write(0);
        String[] words = {"server", "--configuration", folder.resolve("server.yaml").toString()};
        server = new Program("server", folder.resolve("server.log"), start.debugger().isEmpty()
                ? JavaProgram.SERVER.command(words)
                : JavaProgram.SERVER.debugged(start.debugger(), words), cleanUp);
        restart();
        String port = shown(LISTENS);
        address = URI.create("https://localhost:" + port);
        Files.writeString(folder.resolve("passphrase"), shown(PASSPHRASE) + "\n");
        // From now on it is found where it is, also after it was killed.
        write(Integer.parseInt(port));
        connect();
    }

    private void write(int port) throws IOException {
        String text = """
                roles: [%s]
                configurationServer:
                  listen:
                    port: %d
                """.formatted(roles, port);
        String others = """
                processServer:
                  listen:
                    port: 0
                masterTarget:
                  listen:
                    port: 0
                """;
        Files.writeString(folder.resolve("server.yaml"),
                roles.equals(ALL_ROLES) ? text + others + ofMasterTarget : text);
    }

    /** Kills the server if it is alive, and starts it again with what it kept. */
    public void restart() {
        server.kill();
        start.starting().accept(server);
    }

    /** A further server, in a process of its own, that has reported on return. @param role {@code process-server} or {@code master-target} */
    public void join(String role, String name) throws IOException {
        join(role, name, "");
    }

    /** @param further lines of the role's section of its settings, indented by two */
    public void join(String role, String name, String further) throws IOException {
        int port = Place.freePort();
        join(role, name, further, port, port);
    }

    /** @param reached port of this machine at which others reach it */
    public void join(String role, String name, String further, int port, int reached) throws IOException {
        Path own = folder.resolve(name);
        Shell.run(JavaProgram.SERVER.command("server", "join", "--server", address.toString(), "--authority",
                shown(AUTHORITY), "--role", role, "--name", name, "--host", "localhost", "--listen",
                "127.0.0.1:" + port, "--address", "https://localhost:" + reached, "--directory", own.toString(),
                "--passphrase-file",
                folder.resolve("passphrase").toString()));
        if (!further.isEmpty()) {
            Path settings = own.resolve("server.yaml");
            String section = role.equals("master-target") ? "masterTarget:\n" : "processServer:\n";
            Files.writeString(settings, Files.readString(settings).replace(section, section + further));
        }
        servers.put(name, new Program(role + " " + name, folder.resolve(name + ".log"),
                JavaProgram.DATA_SERVER.command("server", "--configuration", own.resolve("server.yaml").toString()),
                cleanUp));
        servers.get(name).start();
        Patience.until(role + " " + name + " reports", LONG, () -> servers.get(name).running() && reports(role, name));
    }

    private boolean reports(String role, String name) {
        try {
            return inventory().servers().servers().stream()
                    .anyMatch(server -> server.kind().equals(role) && server.name().equals(name)
                            && server.skewMillis() != null && server.load() != null);
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that joined. */
    public Program server(String name) {
        return servers.get(name);
    }

    private void connect() throws IOException {
        connection = new Connection(address, administrator(), Connection.Patience.DEFAULTS);
        cleanUp.later(connection::close);
    }

    private String shown(Pattern what) {
        var found = new String[1];
        Patience.until("the server shows " + what, LONG, () -> {
            server.running();
            Matcher matcher = what.matcher(read(folder.resolve("server.log")));
            found[0] = matcher.find() ? matcher.group(1) : null;
            return found[0] != null;
        });
        return found[0];
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A machine with an agent that has joined, and disks that it serves. @param disks image files by name */
    public void machine(String name, Map<String, Path> disks) throws IOException {
        machine(name, disks, "");
    }

    /** @param further lines of the agent's configuration */
    public void machine(String name, Map<String, Path> disks, String further) throws IOException {
        Path own = folder.resolve(name);
        Shell.run(JavaProgram.AGENT.command("agent", "join", "--server", address.toString(), "--authority",
                shown(AUTHORITY), "--name", name, "--directory", own.toString(), "--passphrase-file",
                folder.resolve("passphrase").toString()));
        Files.writeString(own.resolve("agent.yaml"), new AgentFile(name, address, further, disks).text());
        agents.put(name, new Program("agent of " + name, folder.resolve(name + ".log"),
                JavaProgram.AGENT.command("agent", "run", "--configuration", own.resolve("agent.yaml").toString()),
                cleanUp));
        agents.get(name).start();
    }

    public Program agent(String name) {
        return agents.get(name);
    }

    public Program server() {
        return server;
    }

    public Path socket(String machine, String disk) {
        return folder.resolve(machine).resolve(disk + ".sock");
    }

    public InventoryClient inventory() {
        return new InventoryClient(connection);
    }

    public RecoveryClient recovery() {
        return new RecoveryClient(connection);
    }

    public FailoverClient failovers() {
        return new FailoverClient(connection);
    }

    public PlanClient plans() {
        return new PlanClient(connection);
    }

    public ProtectionClient protection() {
        return new ProtectionClient(connection);
    }

    public PolicyClient policies() {
        return new PolicyClient(connection);
    }

    public SecurityClient security() {
        return new SecurityClient(connection);
    }

    public ActivityClient activity() {
        return new ActivityClient(connection);
    }

    /** The points that the only master target keeps, asked of it. */
    public PointClient points() throws TransferException, IOException {
        return points(inventory().servers().servers().stream().filter(each -> each.kind().equals("master-target"))
                .findFirst().orElseThrow().name());
    }

    /** What a server of this name says, asked of it. */
    public PointClient points(String name) throws TransferException, IOException {
        URI asked = inventory().servers().servers().stream().filter(each -> each.name().equals(name)).findFirst()
                .orElseThrow().address();
        var line = new Connection(asked, administrator(), Connection.Patience.DEFAULTS);
        cleanUp.later(line::close);
        return new PointClient(line);
    }

    public TlsIdentity administrator() throws IOException {
        Path own = folder.resolve("configuration/administrator");
        return TlsIdentity.fromPem(own.resolve("certificate.pem"), own.resolve("key.pem"),
                own.resolve("authority.pem"));
    }

    public URI address() {
        return address;
    }

    /** The fingerprint by which the deployment is known. */
    public String authority() {
        return shown(AUTHORITY);
    }

    /** With which the user {@code admin} signs in. */
    public String firstPassword() {
        return shown(PASSWORD);
    }

    /** The machine of this name, once its agent has told what it is. */
    public MachineSummary known(String machine) {
        var found = new MachineSummary[1];
        Patience.until("machine " + machine + " is known", LONG, () -> {
            agents.values().forEach(Program::running);
            found[0] = find(machine).orElse(null);
            return found[0] != null && found[0].disks() > 0;
        });
        return found[0];
    }

    private Optional<MachineSummary> find(String machine) {
        try {
            return inventory().machines(InventoryClient.Search.ALL, null, 100).items().stream()
                    .filter(each -> each.agent().equals(machine)).findFirst();
        } catch (TransferException e) {
            return Optional.empty();
        }
    }

    /** Id of a machine's disk. */
    public UUID disk(UUID machine, String name) {
        try {
            return inventory().machine(machine).disks().stream().filter(disk -> disk.name().equals(name)).findFirst()
                    .orElseThrow().id();
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The job, once it is over. */
    public Job over(long number) {
        var found = new Job[1];
        try {
            Patience.until("job " + number + " is over", LONG, () -> {
                found[0] = job(number).orElse(found[0]);
                return found[0] != null && found[0].state().over();
            });
        } catch (Shell.Failure e) {
            throw new AssertionError(e.getMessage() + ": " + account(found[0], number), e);
        }
        return found[0];
    }

    /** For who looks for the reason why a job does not end: the job as it was seen last, its log, and the last words of all programs. */
    String account(Job seen, long number) {
        return seen + "\n" + log(number) + "\n" + words();
    }

    /** Empty while nobody answers. */
    public Optional<Job> job(long number) {
        try {
            return Optional.of(activity().job(number));
        } catch (TransferException.Unavailable _) {
            return Optional.empty();
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws AssertionError with what it says when it did not end well */
    public Job done(long number) {
        Job job = over(number);
        if (job.state() != JobState.DONE) {
            throw new AssertionError(job + " " + log(number));
        }
        return job;
    }

    /** The last words of all programs. */
    private String words() {
        return Stream.of(Set.of("server"), servers.keySet(), agents.keySet()).flatMap(Set::stream)
                .map(name -> name + ":\n" + tail(read(folder.resolve(name + ".log"))))
                .collect(Collectors.joining("\n"));
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - TAIL));
    }

    public String log(long number) {
        try {
            return activity().log(number, null, 200).items().toString();
        } catch (TransferException e) {
            return "no log: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        agents.values().forEach(agent -> JavaProgram.AGENT.keep(agent, "agent", "run"));
        if (roles.equals(ALL_ROLES) && start == Start.PLAIN) {
            JavaProgram.SERVER.keep(server, "server");
        }
        cleanUp.close();
    }
}
