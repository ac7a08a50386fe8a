package secondsite.drill.installing;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import secondsite.api.activity.JobState;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.Connection;
import secondsite.api.client.CredentialClient;
import secondsite.api.client.IdentityFiles;
import secondsite.api.client.InstallationClient;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.TargetMachine;
import secondsite.drill.tools.Patience;
import secondsite.server.RunningServer;
import secondsite.server.process.push.SshMachine;
import secondsite.server.settings.SettingsFile;

/** A configuration server and a process server in one program, reached by machines, with packages in their folder. */
final class SshDeployment implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Path settings;
    private final String host;
    private final int port;
    private RunningServer server;
    private Connection connection;

    /** @param machines that have to reach it: under the addresses by which they see this computer */
    SshDeployment(Path folder, List<SshMachine> machines) throws IOException {
        this.folder = folder;
        this.host = machines.getFirst().host();
        this.port = freePort();
        Files.createDirectories(packages());
        String hosts = Stream.concat(machines.stream().map(SshMachine::host), Stream.of("localhost", "127.0.0.1"))
                .collect(Collectors.joining(", "));
        settings = Files.writeString(folder.resolve("server.yaml"), """
                roles: [configuration-server, process-server, master-target]
                configurationServer:
                  listen: {host: 0.0.0.0, port: %d}
                  hosts: [%s]
                processServer:
                  listen: {host: 0.0.0.0, port: 0}
                masterTarget:
                  listen: {host: 0.0.0.0, port: 0}
                """.formatted(port, hosts));
        start();
        Patience.until("both servers report", PATIENCE, () -> servers().size() == 2);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    void start() throws IOException {
        server = RunningServer.start(SettingsFile.read(settings), InstantSource.system(), new SecureRandom());
        connection = new Connection(URI.create("https://localhost:" + port),
                IdentityFiles.in(administrator()).read(), Connection.Patience.DEFAULTS);
    }

    /** It ends as it does when it is told to. */
    void stop() throws IOException {
        connection.close();
        server.close();
    }

    Path administrator() {
        return folder.resolve("configuration/administrator");
    }

    Path packages() {
        return folder.resolve("packages");
    }

    Path folder() {
        return folder;
    }

    URI address() {
        return URI.create("https://localhost:" + port);
    }

    /** As machines know it. */
    String asMachinesKnowIt() {
        return "https://" + host + ":" + port;
    }

    InstallationClient installations() {
        return new InstallationClient(connection);
    }

    InventoryClient inventory() {
        return new InventoryClient(connection);
    }

    CredentialClient credentials() {
        return new CredentialClient(connection);
    }

    ProtectionClient protection() {
        return new ProtectionClient(connection);
    }

    ActivityClient activity() {
        return new ActivityClient(connection);
    }

    private List<?> servers() {
        try {
            return inventory().servers().servers();
        } catch (IOException _) {
            return List.of();
        }
    }

    /** @return its batch */
    UUID order(InstallationAction action, MachineSignIn signIn, String version, List<TargetMachine> machines)
            throws IOException {
        return installations().order(new InstallationRequest(action, machines, signIn, null, null, version, false,
                null), UUID.randomUUID().toString()).installations().getFirst().batch();
    }

    /** All of a batch, when they are over. */
    List<Installation> ended(UUID batch) throws IOException {
        Patience.until("the batch is over", PATIENCE,
                () -> batch(batch).stream().allMatch(each -> each.state().over()));
        return batch(batch);
    }

    List<Installation> batch(UUID batch) {
        try {
            return installations().batch(batch).installations();
        } catch (IOException _) {
            // It is starting.
            return List.of(none());
        }
    }

    private static Installation none() {
        return new Installation(null, null, null, null, 0, null, null, 0, null, null, null, JobState.WAITING, null,
                null, null, null, null, null, List.of(), null);
    }

    /** The only one of a batch, when it is over. */
    Installation done(InstallationAction action, MachineSignIn signIn, String version, TargetMachine machine)
            throws IOException {
        return ended(order(action, signIn, version, List.of(machine))).getFirst();
    }

    /** Names of the machines that are known. */
    List<String> machines() throws IOException {
        return inventory().machines(InventoryClient.Search.ALL, null, 100).items().stream().map(each -> each.name())
                .toList();
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
