package secondsite.server.process.push;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.server.process.push.SshMachine.PASSWORD;
import static secondsite.server.process.push.SshMachine.by;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.PreflightCheck.Name;
import secondsite.api.installation.PreflightCheck.Outcome;
import secondsite.api.installation.PushStatus;
import secondsite.api.installation.PushStep;
import secondsite.api.installation.TargetMachine;

/**
 * The same with rpm. The machine is a Debian from which dpkg was taken, with a package {@code glibc} that holds nothing: it stands in for a
 * system that is made of such packages. Its rpm is the real one.
 */
@Timeout(120)
class RpmInstallingTest {

    @TempDir
    private Path folder;

    @Test
    void installsUpgradesRollsBackAndRemoves() throws Exception {
        Path glibc = SmallPackage.rpm(folder, "glibc", "2.36", Files.createDirectories(folder.resolve("nothing")),
                "%files\n");
        MachineSignIn admin = by("admin", PASSWORD);
        try (SshMachine machine = SshMachine.start("256M", folder); var stand = new PushStand(folder)) {
            stand.server = URI.create("https://keeper.example:443");
            TargetMachine target = machine.target();
            machine.shell("rm /usr/bin/dpkg*; mv /usr/bin/rpm /usr/bin/rpm.real;"
                    + " printf '#!/bin/sh\\nexec rpm.real --force-debian \"$@\"\\n' >/usr/bin/rpm; chmod 755 /usr/bin/rpm;"
                    + " rpm --initdb; rpm -i " + glibc + " 2>&1");
            String before = machine.everything();
            AgentPackage first = rpm(stand, "1.0");
            PushStatus look = stand.push(PushStep.PREFLIGHT, target, admin, first);
            assertThat(look.facts().kind()).isEqualTo(AgentPackage.Kind.RPM);
            assertThat(PushStand.check(look, Name.SYSTEM).outcome()).isEqualTo(Outcome.PASSED);
            for (PushStep step : List.of(PushStep.COPY, PushStep.INSTALL, PushStep.REGISTER, PushStep.START)) {
                well(stand.push(step, target, admin, first));
            }
            assertThat(version(machine)).isEqualTo("1.0");
            AgentPackage second = rpm(stand, "2.0");
            for (PushStep step : List.of(PushStep.COPY, PushStep.INSTALL, PushStep.START)) {
                well(stand.push(step, target, admin, second));
            }
            assertThat(version(machine)).isEqualTo("2.0");
            well(stand.push(PushStep.ROLL_BACK, target, admin, null));
            assertThat(version(machine)).isEqualTo("1.0");
            well(stand.push(PushStep.UNINSTALL, target, admin, null));
            assertThat(version(machine)).contains("not installed");
            assertThat(machine.everything()).isEqualTo(before);
        }
    }

    private static AgentPackage rpm(PushStand stand, String version) throws Exception {
        return SmallPackage.told(SmallPackage.rpm(stand.packages(), version, PushStand.AUTHORITY_PEM, 10_000), version);
    }

    private static void well(PushStatus status) {
        assertThat(status.problem()).as("%s", status.problem()).isNull();
    }

    private static String version(SshMachine machine) throws Exception {
        return machine.shell("rpm -q --qf '%{VERSION}' secondsite-agent || true");
    }
}
