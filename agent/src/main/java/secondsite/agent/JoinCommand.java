package secondsite.agent;

import java.io.IOException;
import java.io.PrintWriter;
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
import secondsite.agent.configuration.StartingConfiguration;
import secondsite.api.client.Enrolment;
import secondsite.api.client.Fingerprint;

/** Lets this machine join a deployment. */
@Command(name = "join", description = "Lets this machine join a deployment: writes key.pem, certificate.pem, authority.pem and, unless there is one, a commented agent.yaml into a folder. When it breaks off, give the same command again.", mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {

    @Option(names = "--server", required = true, paramLabel = "URL", description = "The configuration server, for instance https://keeper.example:19442.")
    private URI server;

    @Option(names = "--authority", required = true, paramLabel = "FINGERPRINT", description = "By which the deployment is known: sha256: and 64 digits, as the server showed it.")
    private String authority;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Of this machine, unique in the deployment.")
    private String name;

    @Option(names = "--directory", paramLabel = "DIR", defaultValue = ".", description = "Where to write; the current folder when it is left out.")
    private Path directory;

    @Option(names = "--configuration", paramLabel = "FILE", description = "Where its configuration is written, unless there is one; agent.yaml in that folder when it is left out.")
    private Path file;

    @ArgGroup(multiplicity = "1")
    private Permission permission;

    /** One of them. */
    static final class Permission {

        @Option(names = "--passphrase-file", required = true, paramLabel = "FILE", description = "Holds the deployment's passphrase; /dev/stdin reads it from there.")
        private Path passphrase;

        @Option(names = "--token", required = true, paramLabel = "TOKEN", description = "A one-time token.")
        private String token;

        @Option(names = "--token-file", required = true, paramLabel = "FILE", description = "Holds a one-time token, which so stands on no command line; /dev/stdin reads it from there.")
        private Path tokenFile;

        String token() throws IOException {
            return tokenFile == null ? token : Files.readString(tokenFile).strip();
        }
    }

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var configuration = file == null
                ? new StartingConfiguration(directory)
                : new StartingConfiguration(file, directory);
        if (configuration.isPrepared() && Files.exists(directory.resolve("certificate.pem"))) {
            joined(configuration);
            return 0;
        }
        String passphrase = permission.passphrase == null ? null : Files.readString(permission.passphrase).strip();
        String token = permission.token();
        configuration.prepare(name, server);
        new Enrolment(directory, InstantSource.system(), new SecureRandom()).join(server, new Fingerprint(authority),
                "agent", name, List.of(),
                new Enrolment.Permission(passphrase, token));
        joined(configuration);
        return 0;
    }

    private void joined(StartingConfiguration configuration) throws IOException {
        boolean made = configuration.finish();
        PrintWriter out = spec.commandLine().getOut();
        out.println("agent " + name + " belongs to the deployment; its certificate is "
                + directory.resolve("certificate.pem"));
        out.println(made
                ? configuration.file() + " is its configuration. Next, add disks, and run it:"
                : configuration.file() + " was there and is unchanged; to be told what to do it needs");
        if (made) {
            out.println("  agent add-disk --configuration " + configuration.file()
                    + " --name root --file /dev/vg0/root --unix " + configuration.kept("root.sock"));
            out.println("  agent run --configuration " + configuration.file());
        } else {
            out.println("  configurationServer: {url: \"" + server + "\"}");
        }
    }
}
