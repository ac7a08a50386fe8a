package secondsite.drill.installing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.JobState;
import secondsite.api.installation.Installation;
import secondsite.server.process.push.SshMachine;

/** A deployment and machines with SSH; the first has no agent yet. */
abstract class SshDrill {

    @TempDir
    Path folder;

    final List<SshMachine> machines = new ArrayList<>();

    SshDeployment deployment;

    @BeforeEach
    void start() throws IOException {
        machines.add(SshMachine.start("256M", LinkedPackage.seen()));
        deployment = new SshDeployment(Files.createDirectories(folder.resolve("deployment")), machines);
        LinkedPackage.deb(deployment.packages(), "1.0", 100_000);
    }

    @AfterEach
    void end() throws IOException {
        if (deployment != null) {
            deployment.close();
        }
        for (SshMachine machine : machines) {
            machine.close();
        }
    }

    SshMachine web() {
        return machines.getFirst();
    }

    SshMachine another() throws IOException {
        machines.add(SshMachine.start("256M", LinkedPackage.seen()));
        return machines.getLast();
    }

    static void well(Installation one) {
        assertThat(one.problem()).as("%s", one).isNull();
        assertThat(one.state()).isEqualTo(JobState.DONE);
    }

    String version(SshMachine machine) throws IOException {
        return machine.shell("dpkg-query -W -f '${db:Status-Status} ${Version}' secondsite-agent 2>/dev/null || true");
    }

    boolean known(String name) {
        try {
            return deployment.machines().contains(name);
        } catch (IOException _) {
            return false;
        }
    }
}
