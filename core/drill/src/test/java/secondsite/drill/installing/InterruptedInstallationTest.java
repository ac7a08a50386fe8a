package secondsite.drill.installing;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.server.process.push.SshMachine.PASSWORD;
import static secondsite.server.process.push.SshMachine.by;

import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.JobState;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationRetry;
import secondsite.api.installation.TargetMachine;
import secondsite.drill.tools.Patience;

/** What becomes of installations that are cancelled, break off, fail on some machines, or meet others. */
@Timeout(300)
class InterruptedInstallationTest extends SshDrill {

    @Test
    void anotherDeploymentWaitsAndLeavesTheMachineAlone() throws Exception {
        well(deployment.done(InstallationAction.INSTALL, by("admin", PASSWORD), null, web().target()));
        web().shell(
                "mkdir /run/secondsite-agent-push; printf 'keeper.elsewhere:443 job 7' >/run/secondsite-agent-push/owner");
        Installation reserved = deployment.done(InstallationAction.UPGRADE, by("admin", PASSWORD), null,
                web().target());
        assertThat(reserved.problem().code()).isEqualTo(ErrorCode.INSTALLATION_RUNNING);
        assertThat(reserved.problem().detail()).contains("keeper.elsewhere:443 job 7");
        web().shell("rm -r /run/secondsite-agent-push");
        try (var other = new SshDeployment(Files.createDirectories(folder.resolve("other")), machines)) {
            LinkedPackage.deb(other.packages(), "1.0", 100_000);
            for (InstallationAction action : List.of(InstallationAction.INSTALL, InstallationAction.UNINSTALL)) {
                Installation refused = other.done(action, by("admin", PASSWORD), null, web().target());
                assertThat(refused.problem().code()).isEqualTo(ErrorCode.AGENT_OF_OTHERS);
            }
        }
        assertThat(web().shell("systemctl is-active secondsite-agent && echo active")).isEqualTo("active");
    }

    @Test
    void onlyThoseThatFailedAreTriedAgain() throws Exception {
        var wrong = new TargetMachine(web().host(), 9, "nowhere", null);
        UUID batch = deployment.order(InstallationAction.INSTALL, by("admin", PASSWORD), null,
                List.of(web().target(), wrong));
        List<Installation> all = deployment.ended(batch);
        assertThat(all).filteredOn(each -> each.name().equals("web")).first()
                .satisfies(SshDrill::well);
        assertThat(all).filteredOn(each -> each.name().equals("nowhere")).first().satisfies(each -> {
            assertThat(each.problem().code()).isEqualTo(ErrorCode.MACHINE_UNREACHABLE);
            assertThat(each.task()).isEqualTo("preflight");
        });
        List<Installation> again = deployment.installations()
                .retry(new InstallationRetry(batch, by("admin", PASSWORD), null, null), "key").installations();
        assertThat(again).extracting(Installation::address).containsExactly(wrong.address());
        assertThat(deployment.ended(again.getFirst().batch()).getFirst().state()).isEqualTo(JobState.FAILED);
        long job = again.getFirst().job();
        deployment.activity().retry(job);
        Patience.until("the same job fails again", SshDeployment.PATIENCE,
                () -> deployment.batch(again.getFirst().batch()).getFirst().problem() != null
                        && deployment.batch(again.getFirst().batch()).getFirst().problem()
                                .code() == ErrorCode.SIGN_IN_MISSING);
    }

    @Test
    void whatIsCancelledLeavesNothing() throws Exception {
        String before = web().everything();
        LinkedPackage.deb(deployment.packages(), "2.0", 40_000_000);
        web().shell(
                "touch /root/slow; mv /bin/sync /bin/sync.real; printf '#!/bin/sh\\nsleep 30\\n' >/bin/sync; chmod 755 /bin/sync");
        UUID batch = deployment.order(InstallationAction.INSTALL, by("admin", PASSWORD), null,
                List.of(web().target()));
        Patience.until("it copies", SshDeployment.PATIENCE,
                () -> "copy-package".equals(deployment.batch(batch).getFirst().task()));
        deployment.activity().cancel(deployment.batch(batch).getFirst().job());
        assertThat(deployment.ended(batch).getFirst().state()).isEqualTo(JobState.CANCELLED);
        web().shell("mv /bin/sync.real /bin/sync; rm /root/slow");
        assertThat(web().everything()).isEqualTo(before);
        well(deployment.done(InstallationAction.INSTALL, by("admin", PASSWORD), null, web().target()));
    }

    @Test
    void anInstallationGoesOnAfterTheServersWereStartedAnew() throws Exception {
        LinkedPackage.deb(deployment.packages(), "2.0", 30_000_000);
        web().shell(
                "mv /usr/bin/sha256sum /usr/bin/sha256sum.real; printf '#!/bin/sh\\nsleep 4\\nexec sha256sum.real \"$@\"\\n'"
                        + " >/usr/bin/sha256sum; chmod 755 /usr/bin/sha256sum");
        UUID batch = deployment.order(InstallationAction.INSTALL, by("admin", PASSWORD), null,
                List.of(web().target()));
        for (String task : List.of("copy-package", "start-agent")) {
            Patience.until("it does " + task, SshDeployment.PATIENCE,
                    () -> task.equals(deployment.batch(batch).getFirst().task()));
            deployment.stop();
            deployment.start();
        }
        well(deployment.ended(batch).getFirst());
        assertThat(version(web())).isEqualTo("installed 2.0");
        assertThat(web().shell(
                "ls -A /var/lib/secondsite-agent/packages; ls -d /run/secondsite-agent-push 2>/dev/null || true"))
                .isEqualTo("installed.deb\ninstalled.version");
        assertThat(deployment.machines()).contains("web");
    }
}
