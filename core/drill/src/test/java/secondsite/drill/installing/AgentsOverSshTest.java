package secondsite.drill.installing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static secondsite.server.process.push.SshMachine.PASSWORD;
import static secondsite.server.process.push.SshMachine.SIGNS;
import static secondsite.server.process.push.SshMachine.by;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.JobState;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.TransferException;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.InstallationRetry;
import secondsite.api.installation.PreflightCheck.Name;
import secondsite.api.installation.PreflightCheck.Outcome;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.TargetMachine;
import secondsite.api.replication.EnableRequest;
import secondsite.api.security.Credential;
import secondsite.api.security.NewCredential;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;
import secondsite.server.process.push.SshMachine;

/** Agents installed by jobs: a real deployment, real OpenSSH servers, the real agent, which joins and reports. */
@Timeout(300)
class AgentsOverSshTest extends SshDrill {

    /** What the server keeps holds none of these, in whatever file. */
    private void nothingKept(String... secrets) throws IOException {
        try (Stream<Path> files = Files.walk(deployment.folder())) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".deb"))
                    .toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                for (String secret : secrets) {
                    assertThat(bytes.contains(new String(secret.getBytes(StandardCharsets.UTF_8),
                            StandardCharsets.ISO_8859_1))).as("%s in %s", secret, file).isFalse();
                }
            }
        }
    }

    @Test
    void severalMachinesAtOnce() throws Exception {
        SshMachine db = another();
        UUID batch = deployment.order(InstallationAction.INSTALL, by("sign", SIGNS), null,
                List.of(new TargetMachine(web().address(), null, "web", web().fingerprint("ed25519")),
                        new TargetMachine(db.address(), null, null, db.fingerprint("rsa"))));
        List<Installation> all = deployment.ended(batch);
        all.forEach(SshDrill::well);
        assertThat(all).extracting(Installation::name).containsExactlyInAnyOrder("web", db.name());
        assertThat(all).allSatisfy(each -> {
            assertThat(each.version()).isEqualTo("1.0");
            assertThat(each.versionBefore()).isNull();
            assertThat(each.checks()).extracting(PreflightCheck::name).containsExactly(Name.values());
            assertThat(deployment.activity().job(each.job()).tasks()).extracting(task -> task.name()).containsExactly(
                    "preflight", "copy-package", "install-package", "register-agent", "start-agent", "await-report");
        });
        assertThat(deployment.machines()).contains("web", db.name());
        assertThat(version(web())).isEqualTo("installed 1.0");
        assertThat(web().shell("cat /etc/secondsite/agent.yaml")).contains("url: " + deployment.asMachinesKnowIt());
        assertThat(deployment.installations().hostKeys().keys()).extracting(each -> each.fingerprint())
                .containsExactlyInAnyOrder(web().fingerprint("ed25519"), db.fingerprint("rsa"));
        nothingKept(SIGNS);
        assertThat(secrets()).isZero();
    }

    /** What was given to sign in on machines and is still kept. */
    private long secrets() throws Exception {
        try (var database = DriverManager.getConnection(
                "jdbc:sqlite:" + deployment.folder().resolve("configuration/database.sqlite"));
                var rows = database.createStatement()
                        .executeQuery("select count(*) from secret where name like 'installation/%'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void whatWasGivenToSignInIsKeptAsLongAsItsJob() throws Exception {
        web().shell(
                "mv /usr/bin/getent /usr/bin/getent.real; printf '#!/bin/sh\\nuntil [ -e /root/go ]; do sleep 0.1; done\\n'"
                        + " >/usr/bin/getent; chmod 755 /usr/bin/getent");
        UUID batch = deployment.order(InstallationAction.PREFLIGHT, by("sign", SIGNS), null,
                List.of(web().target(), new TargetMachine(web().host(), 9, null, null)));
        Patience.until("one of both is over", SshDeployment.PATIENCE,
                () -> deployment.batch(batch).stream().filter(each -> each.state().over()).count() == 1);
        assertThat(secrets()).isEqualTo(1);
        nothingKept(SIGNS);
        web().shell("touch /root/go");
        deployment.ended(batch);
        assertThat(secrets()).isZero();
    }

    @Test
    void aKeptCredentialIsEnough() throws Exception {
        var kept = deployment.credentials().add(
                new NewCredential("machines", Credential.Purpose.PUSH, "free", SshMachine.key()));
        List<Installation> all = deployment.installations().order(new InstallationRequest(InstallationAction.PREFLIGHT,
                List.of(web().target()), null, kept.id(), null, null, false, null), "key").installations();
        well(deployment.ended(all.getFirst().batch()).getFirst());
        deployment.credentials().remove(kept.id());
        assertThatThrownBy(() -> deployment.installations().order(new InstallationRequest(InstallationAction.PREFLIGHT,
                List.of(web().target()), null, kept.id(), null, null, false, null), "another key"))
                .hasMessageContaining("no credential");
    }

    @Test
    void aKeyThatNobodyKnowsIsAskedForAndThenKept() throws Exception {
        var unknown = new TargetMachine(web().address(), null, "web", null);
        Installation first = deployment.done(InstallationAction.INSTALL, by("admin", PASSWORD), null, unknown);
        assertThat(first.state()).isEqualTo(JobState.FAILED);
        assertThat(first.problem().code()).isEqualTo(ErrorCode.HOST_KEY_UNKNOWN);
        assertThat(first.hostKey()).isEqualTo(web().fingerprint("ed25519"));
        assertThat(deployment.installations().hostKeys().keys()).isEmpty();

        List<Installation> again = deployment.ended(deployment.installations().retry(
                new InstallationRetry(first.batch(), by("admin", PASSWORD), null, true), "key").installations()
                .getFirst().batch());
        well(again.getFirst());
        assertThat(deployment.installations().hostKeys().keys()).extracting(each -> each.fingerprint())
                .containsExactly(web().fingerprint("ed25519"));
        well(deployment.done(InstallationAction.PREFLIGHT, by("admin", PASSWORD), null, unknown));

        web().shell("rm /etc/ssh/ssh_host_*; ssh-keygen -q -A; kill -HUP 1; sleep 1");
        Installation changed = deployment.done(InstallationAction.PREFLIGHT, by("admin", PASSWORD), null, unknown);
        assertThat(changed.problem().code()).isEqualTo(ErrorCode.HOST_KEY_CHANGED);
        assertThatThrownBy(() -> deployment.installations().forgetHostKey(UUID.randomUUID()))
                .isInstanceOf(TransferException.Refused.class);
        deployment.installations()
                .forgetHostKey(deployment.installations().hostKeys().keys().getFirst().id());
        Installation forgotten = deployment.done(InstallationAction.PREFLIGHT, by("admin", PASSWORD), null, unknown);
        assertThat(forgotten.problem().code()).isEqualTo(ErrorCode.HOST_KEY_UNKNOWN);
    }

    @Test
    void upgradedRolledBackAndRemovedWithoutATrace() throws Exception {
        String before = web().everything();
        TargetMachine target = web().target();
        well(deployment.done(InstallationAction.INSTALL, by("admin", PASSWORD), null, target));
        LinkedPackage.deb(deployment.packages(), "1.10", 100_000);
        LinkedPackage.deb(deployment.packages(), "1.9", 100_000);
        Installation upgraded = deployment.done(InstallationAction.UPGRADE, by("admin", PASSWORD), null, target);
        well(upgraded);
        assertThat(upgraded.versionBefore()).isEqualTo("1.0");
        assertThat(upgraded.version()).as("the newest").isEqualTo("1.10");
        assertThat(version(web())).isEqualTo("installed 1.10");
        Shell.run("rm", "-r", deployment.packages().toString());
        Files.createDirectories(deployment.packages());
        Installation back = deployment.done(InstallationAction.ROLL_BACK, by("admin", PASSWORD), null, target);
        well(back);
        assertThat(back.version()).isEqualTo("1.0");
        assertThat(version(web())).isEqualTo("installed 1.0");
        assertThat(deployment.done(InstallationAction.ROLL_BACK, by("admin", PASSWORD), null, target).problem().code())
                .isEqualTo(ErrorCode.NO_VERSION_BEFORE);
        assertThat(deployment.machines()).contains("web");

        well(deployment.done(InstallationAction.UNINSTALL, by("admin", PASSWORD), null, target));
        assertThat(web().everything()).isEqualTo(before);
        assertThat(web().shell("ps ax")).doesNotContain("secondsite.agent");
        assertThat(deployment.machines()).doesNotContain("web");
        LinkedPackage.deb(deployment.packages(), "1.0", 100_000);
        well(deployment.done(InstallationAction.INSTALL, by("admin", PASSWORD), null, target));
        assertThat(deployment.machines()).as("under its old name").contains("web");
    }

    @Test
    void whatCannotBeOrderedChangesNothing() throws Exception {
        TargetMachine target = web().target();
        for (InstallationRequest bad : List.of(
                new InstallationRequest(InstallationAction.INSTALL, List.of(), by("admin", PASSWORD), null, null, null,
                        false, null),
                new InstallationRequest(InstallationAction.INSTALL, List.of(target, target), by("admin", PASSWORD),
                        null, null, null, false, null),
                new InstallationRequest(InstallationAction.INSTALL, List.of(target), null, null, null, null, false,
                        null),
                new InstallationRequest(InstallationAction.INSTALL, List.of(target), by("admin", "two\nlines"), null,
                        null, null, false, null),
                new InstallationRequest(InstallationAction.INSTALL, List.of(target), by("admin", PASSWORD), null,
                        "another", null, false, null),
                new InstallationRequest(InstallationAction.UPGRADE, List.of(target), by("admin", PASSWORD), null, null,
                        "9.9", false, null),
                new InstallationRequest(InstallationAction.INSTALL,
                        List.of(new TargetMachine("a b; reboot", null, null, null)), by("admin", PASSWORD), null, null,
                        null, false, null))) {
            assertThatThrownBy(() -> deployment.installations().order(bad, UUID.randomUUID().toString()))
                    .isInstanceOf(TransferException.Refused.class).message().doesNotContain("two", PASSWORD);
        }
        assertThat(deployment.installations().installations().installations()).isEmpty();
    }

    /** As an administrator types it. */
    @Test
    void theVerbsDoTheSame() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), SIGNS + "\n");
        Shell.Result look = verb("preflight", web().address(), "--user", "sign", "--password-file",
                password.toString(), "--wait");
        assertThat(look.code()).isEqualTo(1);
        assertThat(look.output()).contains("HOST_KEY_UNKNOWN", web().fingerprint("ed25519"), "ssh-keygen -lf");
        Shell.Result installed = verb("install", web().address(), "--name", "web", "--host-key",
                web().fingerprint("ed25519"), "--user", "sign", "--password-file", password.toString(), "--wait");
        assertThat(installed.output()).contains("done", "1.0");
        assertThat(installed.code()).isZero();
        assertThat(verb("list", "--json").output()).contains("\"name\":\"web\"", "\"state\":\"DONE\"");
        assertThat(verb("packages").output()).contains("secondsite-agent_1.0_amd64.deb");
        assertThat(verb("host-keys").output()).contains(web().fingerprint("ed25519"));
        assertThat(verb("pull", "--name", "db").output()).contains("--pinnedpubkey", "SECONDSITE_NAME=db");
        Shell.Result removed = verb("uninstall", web().address(), "--user", "sign", "--password-file",
                password.toString(), "--wait");
        assertThat(removed.code()).as(removed.output()).isZero();
        assertThat(version(web())).isEmpty();
    }

    private Shell.Result verb(String... words) {
        List<String> all = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "secondsite.server.Main", "agents"));
        all.addAll(List.of(words));
        all.addAll(List.of("--certificate-folder", deployment.administrator().toString(), "--server",
                deployment.address().toString()));
        return Shell.attempt(all);
    }

    @Test
    void anAgentThatProtectsAMachineStays() throws Exception {
        well(deployment.done(InstallationAction.INSTALL, by("admin", PASSWORD), null, web().target()));
        web().shell("secondsite-agent add-disk --name root --file /root/disk.raw --size 8MiB"
                + " --unix /var/lib/secondsite-agent/root.sock && systemctl restart secondsite-agent");
        UUID machine = deployment.inventory().machines(InventoryClient.Search.ALL, null, 100).items().getFirst().id();
        Patience.until("its disk is known", SshDeployment.PATIENCE, () -> disks(machine) == 1);
        deployment.protection().enable(machine, new EnableRequest(null, null, null, List.of()));
        Installation refused = deployment.done(InstallationAction.UNINSTALL, by("admin", PASSWORD), null,
                web().target());
        assertThat(refused.problem().code()).isEqualTo(ErrorCode.AGENT_PROTECTS);
        assertThat(web().shell("systemctl is-active secondsite-agent && echo active")).isEqualTo("active");
        assertThat(version(web())).isEqualTo("installed 1.0");
    }

    private int disks(UUID machine) {
        try {
            return deployment.inventory().machine(machine).disks().size();
        } catch (IOException _) {
            return 0;
        }
    }

    @Test
    void ofAFullMachineItIsSaid() throws Exception {
        web().shell("head -c 200M /dev/zero >/root/filling");
        Installation full = deployment.done(InstallationAction.INSTALL, by("admin", PASSWORD), null, web().target());
        assertThat(full.problem().code()).isEqualTo(ErrorCode.MACHINE_SPACE_LOW);
        assertThat(full.checks()).filteredOn(check -> check.outcome() == Outcome.FAILED)
                .extracting(PreflightCheck::name).containsExactly(Name.SPACE);
        assertThat(version(web())).isEmpty();
    }
}
