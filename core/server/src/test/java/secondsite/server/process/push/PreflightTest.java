package secondsite.server.process.push;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.server.process.push.SshMachine.PASSWORD;
import static secondsite.server.process.push.SshMachine.by;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;
import secondsite.api.installation.PreflightCheck.Outcome;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.PushStatus;
import secondsite.api.installation.PushStep;
import secondsite.api.installation.TargetMachine;

/** What is found before anything is installed, on real OpenSSH servers. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PreflightTest {

    private static final AgentPackage SMALL = new AgentPackage("any", "1", AgentPackage.Kind.DEB, "x86_64", 1 << 20,
            "0".repeat(64));

    private SshMachine machine;
    private PushStand stand;
    private ServerSocket wayBack;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        machine = SshMachine.start("256M");
        stand = new PushStand(folder);
        wayBack = new ServerSocket(0);
        stand.server = URI.create("https://" + machine.host() + ":" + wayBack.getLocalPort());
    }

    @AfterAll
    void end() throws IOException {
        if (machine != null) {
            stand.close();
            wayBack.close();
            machine.close();
        }
    }

    private PushStatus look(TargetMachine target, MachineSignIn signIn) throws Exception {
        PushStatus status = stand.push(PushStep.PREFLIGHT, target, signIn, SMALL);
        assertThat(status.problem()).as("what is missing is told, not thrown").isNull();
        assertThat(status.checks()).extracting(PreflightCheck::name).as("all of it, each once").containsExactly(
                Arrays.stream(Name.values()).filter(name -> name != Name.PACKAGE).toArray(Name[]::new));
        return status;
    }

    /** All before it passed, all behind it were not looked at. */
    private static void failedAt(PushStatus status, Name name, ErrorCode code, String... words) {
        assertThat(status.checks()).filteredOn(check -> check.name().compareTo(name) < 0)
                .allSatisfy(check -> assertThat(check.outcome()).as("%s", check).isEqualTo(Outcome.PASSED));
        PreflightCheck failed = PushStand.check(status, name);
        assertThat(failed.outcome()).as("%s", failed).isEqualTo(Outcome.FAILED);
        assertThat(failed.code()).isEqualTo(code);
        for (String word : words) {
            assertThat(failed.detail()).contains(word);
        }
        assertThat(status.checks()).filteredOn(check -> check.name().compareTo(name) > 0)
                .allSatisfy(check -> assertThat(check.outcome()).as("%s", check).isEqualTo(Outcome.SKIPPED));
    }

    static Stream<Arguments> allWhoMay() throws IOException {
        String key = Files.exists(Path.of("/usr/sbin/debootstrap")) ? SshMachine.key() : "";
        return Stream.of(Arguments.of("a password, also for sudo", by("admin", PASSWORD)),
                Arguments.of("sudo without a password", by("free", PASSWORD)),
                Arguments.of("root, by key", new MachineSignIn("root", null, key, null, null)),
                Arguments.of("a key, and a password for sudo",
                        new MachineSignIn("admin", null, key, null, PASSWORD)),
                Arguments.of("a password of a hundred characters", by("long", "x".repeat(100))),
                Arguments.of("a password of many signs", by("sign", SshMachine.SIGNS)),
                Arguments.of("csh", by("csh", PASSWORD)), Arguments.of("fish", by("fish", PASSWORD)),
                Arguments.of("a shell that greets", by("loud", PASSWORD)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allWhoMay")
    void whoeverMayBecomeRootIsLetIn(String how, MachineSignIn signIn) throws Exception {
        PushStatus status = look(machine.target(), signIn);
        assertThat(status.checks()).filteredOn(check -> check.outcome() == Outcome.FAILED).isEmpty();
        assertThat(status.facts().hostName()).isEqualTo(machine.name());
        assertThat(status.facts().system()).startsWith("Debian GNU/Linux 12").endsWith("x86_64");
        assertThat(status.facts().kind()).isEqualTo(AgentPackage.Kind.DEB);
        assertThat(status.facts().version()).isNull();
        assertThat(status.hostKey()).isEqualTo(machine.fingerprint("ed25519"));
    }

    @Test
    void nothingIsChangedAndNoSecretIsLeft() throws Exception {
        String before = machine.everything();
        look(machine.target(), by("sign", SshMachine.SIGNS));
        assertThat(machine.everything()).isEqualTo(before);
        assertThat(machine.shell("grep -r -l 日本 /var/log /tmp /run /home 2>/dev/null || true")).isEmpty();
    }

    @Test
    void aNameWithoutAnAddress() throws Exception {
        failedAt(look(new TargetMachine("no-such-machine.invalid", null, null, null), by("admin", PASSWORD)),
                Name.ADDRESS, ErrorCode.MACHINE_ADDRESS_UNKNOWN, "no-such-machine.invalid");
    }

    @Test
    void aPortWhereNobodyListens() throws Exception {
        failedAt(look(new TargetMachine(machine.address(), 23, null, null), by("admin", PASSWORD)), Name.PORT,
                ErrorCode.MACHINE_UNREACHABLE, machine.address(), "refused");
    }

    @Test
    void anAddressWhereNobodyAnswers() throws Exception {
        String silent = machine.address().substring(0, machine.address().lastIndexOf('.')) + ".3";
        failedAt(look(new TargetMachine(silent, null, null, null), by("admin", PASSWORD)), Name.PORT,
                ErrorCode.MACHINE_UNREACHABLE, silent);
    }

    @Test
    void aServiceThatSpeaksSomethingElse() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try (var one = other.accept()) {
                    one.getOutputStream().write("220 mail.example ESMTP\r\n500 what?\r\n".getBytes());
                    one.getOutputStream().flush();
                } catch (IOException _) {
                    // The test is over.
                }
            });
            failedAt(look(new TargetMachine("127.0.0.1", other.getLocalPort(), null, null), by("admin", PASSWORD)),
                    Name.SSH, ErrorCode.SSH_MISSING, "127.0.0.1");
        }
    }

    @Test
    void aKeyThatNobodyKnowsIsToldAndGetsNoPassword() throws Exception {
        PushStatus status = look(new TargetMachine(machine.address(), null, null, null), by("admin", PASSWORD));
        failedAt(status, Name.HOST_KEY, ErrorCode.HOST_KEY_UNKNOWN, machine.fingerprint("ed25519"));
        assertThat(status.hostKey()).isEqualTo(machine.fingerprint("ed25519"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa", "ed25519"})
    void anyOfAMachinesKeysIsItsKey(String kind) throws Exception {
        PushStatus status = look(new TargetMachine(machine.address(), null, null, machine.fingerprint(kind)),
                by("free", PASSWORD));
        assertThat(status.checks()).filteredOn(check -> check.outcome() == Outcome.FAILED).isEmpty();
        assertThat(status.hostKey()).isEqualTo(machine.fingerprint(kind));
    }

    @Test
    void aKeyThatIsBelievedWhenNewOnesAreTrusted() throws Exception {
        var order = stand.order(PushStep.PREFLIGHT, new TargetMachine(machine.address(), null, null, null),
                by("admin", PASSWORD), SMALL, null);
        PushStatus status = stand.push(new PushOrder(order.step(), order.owner(), order.machine(), true,
                order.signIn(), order.agentPackage(), order.server(), order.authority(), null));
        assertThat(PushStand.check(status, Name.HOST_KEY).detail()).isEqualTo(machine.fingerprint("ed25519"));
        assertThat(status.hostKey()).isEqualTo(machine.fingerprint("ed25519"));
    }

    @Test
    void anotherMachinesKeyIsRefusedEvenWhenNewOnesAreTrusted() throws Exception {
        try (SshMachine other = SshMachine.start("64M")) {
            var target = new TargetMachine(other.address(), null, "web", machine.fingerprint("ed25519"));
            var order = stand.order(PushStep.PREFLIGHT, target, by("admin", PASSWORD), SMALL, null);
            PushStatus status = stand.push(new PushOrder(order.step(), order.owner(), order.machine(), true,
                    order.signIn(), order.agentPackage(), order.server(), order.authority(), null));
            failedAt(status, Name.HOST_KEY, ErrorCode.HOST_KEY_CHANGED, machine.fingerprint("ed25519"),
                    other.fingerprint("ed25519"));
            assertThat(other.shell("cat /proc/1/comm; ls /home/admin/.bash_history 2>/dev/null || true"))
                    .isEqualTo("sshd");
        }
    }

    static Stream<Arguments> allWhoAreNotLetIn() {
        return Stream.of(Arguments.of("a wrong password", by("admin", "wrong")),
                Arguments.of("nobody", by("nobody-here", PASSWORD)),
                Arguments.of("root by password", by("root", PASSWORD)),
                Arguments.of("most of a long password", by("long", "x".repeat(16))),
                Arguments.of("a key that is none", new MachineSignIn("admin", null, "no key", null, null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allWhoAreNotLetIn")
    void whoeverIsNotLetIn(String how, MachineSignIn signIn) throws Exception {
        failedAt(look(machine.target(), signIn), Name.CREDENTIALS, ErrorCode.SIGN_IN_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "of the key"})
    void anEncryptedKeyNeedsItsPassphrase(String passphrase, @TempDir Path folder) throws Exception {
        Path key = folder.resolve("key");
        Files.writeString(key, SshMachine.key());
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThat(new ProcessBuilder("ssh-keygen", "-q", "-p", "-N", "of the key", "-f", key.toString()).start()
                .waitFor()).isZero();
        PushStatus status = look(machine.target(), new MachineSignIn("root", null, Files.readString(key),
                passphrase.isEmpty() ? null : passphrase, null));
        if (passphrase.isEmpty()) {
            failedAt(status, Name.CREDENTIALS, ErrorCode.SIGN_IN_REFUSED, "passphrase");
        } else {
            assertThat(PushStand.check(status, Name.CREDENTIALS).outcome()).isEqualTo(Outcome.PASSED);
        }
    }

    @Test
    void aUserWithoutAShell() throws Exception {
        failedAt(look(machine.target(), by("none", PASSWORD)), Name.SHELL, ErrorCode.SHELL_UNUSABLE,
                "not available");
    }

    @Test
    void aUserWhoMayNotBecomeRoot() throws Exception {
        failedAt(look(machine.target(), by("plain", PASSWORD)), Name.SUDO, ErrorCode.SUDO_REFUSED, "plain");
    }

    /** Once, so that nobody is locked out for three. */
    @Test
    void aWrongPasswordForSudoIsTriedOnce() throws Exception {
        machine.shell("echo 'Defaults logfile=/var/log/sudo-test' >/etc/sudoers.d/log");
        var signIn = new MachineSignIn("admin", null, SshMachine.key(), null, "wrong");
        failedAt(look(machine.target(), signIn), Name.SUDO, ErrorCode.SUDO_REFUSED, "admin");
        assertThat(machine.shell("cat /var/log/sudo-test; rm /etc/sudoers.d/log")).contains("1 incorrect password")
                .doesNotContain("2 incorrect", "3 incorrect");
    }

    /** Whatever the server offers, and in whatever language it asks. */
    @ParameterizedTest
    @ValueSource(strings = {"PasswordAuthentication yes\\nKbdInteractiveAuthentication yes",
            "PasswordAuthentication no\\nKbdInteractiveAuthentication yes",
            "PasswordAuthentication yes\\nKbdInteractiveAuthentication no"})
    void aPasswordIsTriedOnce(String offered) throws Exception {
        try (SshMachine own = SshMachine.start("64M")) {
            own.shell("printf '" + offered
                    + "\\n' >/etc/ssh/sshd_config.d/10.conf; printf '#!/bin/sh\\necho try >>/root/tries\\n'"
                    + " >/usr/local/bin/count; chmod 755 /usr/local/bin/count; printf 'auth optional pam_exec.so seteuid"
                    + " /usr/local/bin/count\\n' | cat - /etc/pam.d/sshd >/root/sshd; cp /root/sshd /etc/pam.d/sshd; kill -HUP 1; sleep 1");
            failedAt(look(own.target(), by("admin", "wrong")), Name.CREDENTIALS, ErrorCode.SIGN_IN_REFUSED);
            assertThat(own.shell("wc -l </root/tries; rm /root/tries")).isEqualTo("1");
            assertThat(PushStand.check(look(own.target(), by("admin", PASSWORD)), Name.CREDENTIALS).outcome())
                    .isEqualTo(Outcome.PASSED);
            assertThat(own.shell("wc -l </root/tries")).isEqualTo("1");
        }
    }

    @Test
    void aMachineWithoutSudo() throws Exception {
        try (SshMachine bare = SshMachine.start("64M")) {
            bare.shell("rm /usr/bin/sudo");
            failedAt(look(bare.target(), by("admin", PASSWORD)), Name.SUDO, ErrorCode.SUDO_REFUSED, "admin");
        }
    }

    @Test
    void aFullDisk() throws Exception {
        try (SshMachine full = SshMachine.start("64M")) {
            full.shell("head -c 55M /dev/zero >/root/filling");
            PreflightCheck space = PushStand.check(look(full.target(), by("admin", PASSWORD)), Name.SPACE);
            assertThat(space.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(space.code()).isEqualTo(ErrorCode.MACHINE_SPACE_LOW);
            assertThat(space.detail()).contains("/: ", "MiB are free", "69 MiB are needed");
        }
    }

    @Test
    void aServerThatTheMachineDoesNotFindOrReach() throws Exception {
        URI right = stand.server;
        try {
            stand.server = URI.create("https://keeper.nowhere.invalid:443");
            PreflightCheck unknown = PushStand.check(look(machine.target(), by("free", PASSWORD)), Name.WAY_BACK);
            assertThat(unknown.code()).isEqualTo(ErrorCode.WAY_BACK_MISSING);
            assertThat(unknown.detail()).contains("keeper.nowhere.invalid:443", "no address");
            stand.server = URI.create("https://" + machine.host() + ":9");
            PreflightCheck closed = PushStand.check(look(machine.target(), by("free", PASSWORD)), Name.WAY_BACK);
            assertThat(closed.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(closed.detail()).contains("no connection");
        } finally {
            stand.server = right;
        }
    }

    @Test
    void aClockThatIsWrong() throws Exception {
        try (SshMachine wrong = SshMachine.start("64M")) {
            wrong.shell("mv /usr/bin/date /usr/bin/date.real; cat >/usr/bin/date <<'END'\n"
                    + "#!/bin/sh\necho $(($(date.real +%s) - 3600))\nEND\nchmod 755 /usr/bin/date");
            PreflightCheck time = PushStand.check(look(wrong.target(), by("free", PASSWORD)), Name.TIME);
            assertThat(time.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(time.code()).isEqualTo(ErrorCode.MACHINE_CLOCK_WRONG);
            assertThat(time.detail()).matches("(3[56]\\d\\d) s behind");
        }
    }

    @Test
    void fileSystemsThatAreNamedByDevicesAreAWarning() throws Exception {
        try (SshMachine old = SshMachine.start("64M")) {
            old.shell("printf 'UUID=1 / ext4 defaults 0 1\\n/dev/sda2\\t/var ext4 defaults 0 2\\n' >/etc/fstab");
            PreflightCheck disks = PushStand.check(look(old.target(), by("free", PASSWORD)), Name.DISKS);
            assertThat(disks.outcome()).isEqualTo(Outcome.WARNING);
            assertThat(disks.detail()).isEqualTo("/dev/sda2 on /var");
        }
    }

    @Test
    void aMachineThatServicesDoNotRunOn() throws Exception {
        try (SshMachine container = SshMachine.start("64M")) {
            container.shell("rmdir /run/systemd/system");
            PreflightCheck services = PushStand.check(look(container.target(), by("free", PASSWORD)), Name.SERVICES);
            assertThat(services.code()).isEqualTo(ErrorCode.SERVICES_MISSING);
        }
    }

    @Test
    void anAgentOfAnotherDeploymentIsFound() throws Exception {
        try (SshMachine taken = SshMachine.start("64M")) {
            taken.shell("mkdir -p /var/lib/secondsite-agent && cd /var/lib/secondsite-agent && echo c >certificate.pem"
                    + " && printf -- '-----BEGIN CERTIFICATE-----\\nYW5vdGhlcg==\\n-----END CERTIFICATE-----\\n' >authority.pem");
            PreflightCheck agent = PushStand.check(look(taken.target(), by("free", PASSWORD)), Name.AGENT);
            assertThat(agent.code()).isEqualTo(ErrorCode.AGENT_OF_OTHERS);
            assertThat(agent.detail()).contains("sha256:" + Sums.of("another"));
        }
    }

    @Test
    void someLooksAtOnceDoNotDisturbEachOther() throws Exception {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(8).toList();
        for (UUID id : ids) {
            stand.pushes.begin(id,
                    stand.order(PushStep.PREFLIGHT, machine.target(), by("admin", PASSWORD), SMALL, null));
        }
        for (UUID id : ids) {
            assertThat(stand.ended(id).checks()).noneMatch(check -> check.outcome() == Outcome.FAILED);
        }
    }
}
