package secondsite.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import secondsite.server.configuration.ConfigurationServer;
import secondsite.server.settings.ServerSettings;
import secondsite.server.settings.SettingsFile;

/** Runs the roles that a configuration names, or all, until the program is told to end. */
@Command(name = "server", description = {
        "Runs the roles of a server: configuration server, process server, master target, or several.",
        "Without any configuration it is all three, listens on this machine only, and keeps everything in SECONDSITE_HOME; where that is not "
                + "set, in /var/lib/secondsite for root and in ~/.local/share/secondsite for others. At the first start it makes a new "
                + "deployment, and shows how to join it and how to sign in."}, subcommands = {ServerJoinVerb.class,
                        RestoreVerb.class})
final class ServerVerb implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(ServerVerb.class);

    private static final Path FILE = Path.of("server.yaml");

    @Option(names = "--configuration", paramLabel = "FILE", description = "The configuration; when it is left out, server.yaml in the current folder, or else in SECONDSITE_HOME.")
    private Path configuration;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ServerSettings settings = settings();
        RunningServer server = RunningServer.start(settings, InstantSource.system(), new SecureRandom());
        server.configurationServer().ifPresent(this::welcome);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> end(server)));
        LOG.info("ready");
        ended.await();
        return Main.DONE;
    }

    private ServerSettings settings() throws IOException {
        if (configuration != null || Files.exists(FILE)) {
            return SettingsFile.read(configuration == null ? FILE : configuration);
        }
        Path home = Home.of(System.getenv(), System.getProperty("user.name"),
                Path.of(System.getProperty("user.home")));
        Path there = home.resolve(FILE);
        if (Files.exists(there)) {
            return SettingsFile.read(there);
        }
        LOG.info("no configuration: all roles run, and keep everything in {}", home);
        return SettingsFile.allRoles(home);
    }

    /** The passphrases are for the person who sees this, and for no log. */
    private void welcome(ConfigurationServer server) {
        PrintWriter out = spec.commandLine().getOut();
        server.newPassphrase().ifPresent(passphrase -> out.printf("""
                This is a new deployment. Programs join it with

                  passphrase  %s
                  authority   %s

                and people sign in as

                  user        admin
                  password    %s

                Neither passphrase nor password is shown again; both can be changed at any time.
                """, passphrase, server.fingerprint().text(), server.firstPassword().orElse("as before")));
        server.newRecoveryPassphrase()
                .ifPresent(words -> out.printf(
                        """
                                Master targets keep backups of the configuration server. They are opened with

                                  recovery    %s

                                It is not shown again, and can be changed for later backups. Keep it away from this machine: when both are
                                lost, so is the deployment.
                                """,
                        words));
        out.flush();
    }

    private static void end(RunningServer server) {
        try {
            server.close();
            LOG.info("ended");
        } catch (IOException e) {
            LOG.error("not ended cleanly: {}", e.getMessage());
        }
    }
}
