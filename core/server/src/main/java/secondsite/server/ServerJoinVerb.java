package secondsite.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import secondsite.api.client.Enrolment;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.PrivateFiles;
import secondsite.server.deployment.HostAddress;
import secondsite.server.settings.Role;

/** Lets a server join a deployment. */
@Command(name = "join", description = "Lets a process server or master target join a deployment: writes its key, its certificate and a "
        + "server.yaml into a folder. When it breaks off, give the same command again.")
final class ServerJoinVerb implements Callable<Integer> {

    private static final int PROCESS_SERVER_PORT = 19443;
    private static final int MASTER_TARGET_PORT = 19444;

    @Option(names = "--server", required = true, paramLabel = "URL", description = "The configuration server, for instance https://keeper.example:19442.")
    private URI server;

    @Option(names = "--authority", required = true, paramLabel = "FINGERPRINT", description = "By which the deployment is known: sha256: and 64 digits, as the server showed it.")
    private String authority;

    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "process-server or master-target.")
    private String role;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Of this server, unique among its kind.")
    private String name;

    @Option(names = "--host", required = true, paramLabel = "HOST", description = "A name or address under which others reach this server; may be given several times.")
    private List<String> hosts;

    @Option(names = "--listen", paramLabel = "HOST:PORT", description = "Where it listens; this machine only, with port 19443 or 19444, when it is left out.")
    private String listen;

    @Option(names = "--address", paramLabel = "URL", description = "Where others reach it, if that is not https:// with the first host and the port.")
    private URI address;

    @Option(names = "--directory", paramLabel = "DIR", defaultValue = ".", description = "Where to write; the current folder when it is left out.")
    private Path directory;

    @Option(names = "--configuration", paramLabel = "FILE", description = "Where its configuration is written; server.yaml in that folder when it is left out.")
    private Path configuration;

    @ArgGroup(multiplicity = "1")
    private Permission permission;

    /** One of both. */
    static final class Permission {

        @Option(names = "--passphrase-file", required = true, paramLabel = "FILE", description = "Holds the deployment's passphrase; /dev/stdin reads it from there.")
        private Path passphrase;

        @Option(names = "--token-file", required = true, paramLabel = "FILE", description = "Holds a one-time token; /dev/stdin reads it from there.")
        private Path token;

        Enrolment.Permission read() throws IOException {
            return passphrase != null
                    ? new Enrolment.Permission(Files.readString(passphrase).strip(), null)
                    : new Enrolment.Permission(null, Files.readString(token).strip());
        }
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Role kind = switch (role) {
            case "process-server" -> Role.PROCESS_SERVER;
            case "master-target" -> Role.MASTER_TARGET;
            default -> throw new IllegalArgumentException(
                    "--role is '" + role + "'; process-server and master-target are possible");
        };
        boolean gateway = kind == Role.PROCESS_SERVER;
        HostAddress listens = listen == null
                ? new HostAddress("127.0.0.1", gateway ? PROCESS_SERVER_PORT : MASTER_TARGET_PORT)
                : HostAddress.parse(listen);
        URI reached = address == null
                ? URI.create(new HostAddress(hosts.getFirst(), listens.port()).url())
                : address;
        Path file = configuration == null ? directory.resolve("server.yaml") : configuration;
        var text = new JoinedText(name, listens, reached, server, state(file));
        boolean written = write(file, gateway ? text.processServer() : text.masterTarget());
        try {
            new Enrolment(directory, InstantSource.system(), new SecureRandom()).join(server,
                    new Fingerprint(authority), role, name, hosts, permission.read());
        } catch (IOException | RuntimeException e) {
            if (written) {
                Files.deleteIfExists(file);
            }
            throw e;
        }
        spec.commandLine().getOut().println(role + " " + name + " belongs to the deployment. Start it with:\n"
                + "  secondsite server --configuration " + file);
        return Main.DONE;
    }

    /** What stands before names in the folder of the state: nothing where that is the folder of the configuration. */
    private String state(Path file) {
        Path folder = directory.toAbsolutePath().normalize();
        return folder.equals(file.toAbsolutePath().normalize().getParent())
                ? ""
                : (folder + "/").replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** @return whether it was not there */
    private boolean write(Path file, String text) throws IOException {
        PrivateFiles.folder(directory.toAbsolutePath().normalize());
        PrivateFiles.folder(file.toAbsolutePath().normalize().getParent());
        if (!Files.exists(file)) {
            PrivateFiles.text(file, text);
            return true;
        }
        if (!Files.readString(file).equals(text)) {
            throw new IOException(
                    file + " is there already and says something else; move it, or choose another folder");
        }
        return false;
    }
}
