package secondsite.drill.installing;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.server.process.push.SshMachine.PASSWORD;
import static secondsite.server.process.push.SshMachine.by;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.JobState;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.TargetMachine;
import secondsite.drill.tools.Shell;
import secondsite.server.process.push.SshMachine;

/** The package as installer/packages makes it, with its own Java, on machines that see nothing of this computer. */
@Tag("long")
@Timeout(3600)
class RealPackageTest {

    @TempDir
    private Path folder;

    /** Two of them, so that one can be upgraded: the packed files are the same, the versions are not. */
    private static void pack(Path to, String version) {
        Shell.run(SshMachine.checkout().resolve("installer/packages").toString(), "--output", to.toString(),
                "--version", version, "agent");
    }

    @Test
    void installsUpgradesRollsBackAndRemovesTheRealOne() throws Exception {
        Path made = Files.createDirectories(folder.resolve("made"));
        pack(made, "7.0");
        pack(made, "7.1");
        try (SshMachine web = SshMachine.start("1200M");
                SshMachine db = SshMachine.start("1200M");
                var deployment = new SshDeployment(Files.createDirectories(folder.resolve("deployment")),
                        List.of(web, db))) {
            String before = web.everything();
            move(made, "7.0", deployment.packages());
            List<Installation> both = deployment.ended(deployment.order(InstallationAction.INSTALL,
                    by("admin", PASSWORD), null, List.of(web.target(), new TargetMachine(
                            db.address(), null, "db", db.fingerprint("ed25519")))));
            assertThat(both).allSatisfy(each -> {
                assertThat(each.problem()).isNull();
                assertThat(each.state()).isEqualTo(JobState.DONE);
                System.out.printf("real package: %s was installed in %.1f s%n", each.name(),
                        Duration.between(each.begun(), each.ended()).toMillis() / 1000.0);
            });
            assertThat(deployment.machines()).contains("web", "db");
            move(made, "7.1", deployment.packages());
            well(deployment.done(InstallationAction.UPGRADE, by("admin", PASSWORD), null, web.target()), "7.1");
            well(deployment.done(InstallationAction.ROLL_BACK, by("admin", PASSWORD), null, web.target()), "7.0");
            assertThat(web.shell("secondsite-agent --version")).isNotEmpty();
            well(deployment.done(InstallationAction.UNINSTALL, by("admin", PASSWORD), null, web.target()), null);
            assertThat(web.everything()).isEqualTo(before);
        }
    }

    private static void well(Installation one, String version) {
        assertThat(one.problem()).isNull();
        assertThat(one.state()).isEqualTo(JobState.DONE);
        assertThat(one.version()).isEqualTo(version);
    }

    private static void move(Path from, String version, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(each -> each.toString().contains(version)).toList()) {
                Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
