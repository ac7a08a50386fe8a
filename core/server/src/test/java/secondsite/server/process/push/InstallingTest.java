package secondsite.server.process.push;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.server.process.push.PushStand.code;
import static secondsite.server.process.push.SshMachine.PASSWORD;
import static secondsite.server.process.push.SshMachine.by;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.PreflightCheck.Name;
import secondsite.api.installation.PreflightCheck.Outcome;
import secondsite.api.installation.PushStatus;
import secondsite.api.installation.PushStatus.State;
import secondsite.api.installation.PushStep;
import secondsite.api.installation.TargetMachine;

/** What is done on a machine, on a real OpenSSH server and a real dpkg; the package is a small one. */
@Timeout(180)
class InstallingTest {

    private static final List<PushStep> WHOLE = List.of(PushStep.COPY, PushStep.INSTALL, PushStep.REGISTER,
            PushStep.START);
    private static final List<PushStep> UPGRADE = List.of(PushStep.COPY, PushStep.INSTALL, PushStep.START);
    private static final String KEPT = "/var/lib/secondsite-agent/packages";

    @TempDir
    private Path folder;

    private SshMachine machine;
    private PushStand stand;
    private TargetMachine target;
    private MachineSignIn admin;

    @BeforeEach
    void start() throws IOException {
        machine = SshMachine.start("256M");
        stand = new PushStand(folder);
        stand.server = URI.create("https://keeper.example:443");
        target = machine.target();
        admin = by("admin", PASSWORD);
    }

    @AfterEach
    void end() throws IOException {
        if (machine != null) {
            stand.close();
            machine.close();
        }
    }

    private PushStatus push(PushStep step, AgentPackage agent) throws InterruptedException {
        return stand.push(step, target, admin, agent);
    }

    private void all(List<PushStep> steps, AgentPackage agent) throws InterruptedException {
        for (PushStep step : steps) {
            PushStatus status = push(step, agent);
            assertThat(status.problem()).as("%s: %s", step, status.problem()).isNull();
            assertThat(status.state()).isEqualTo(State.DONE);
        }
    }

    private String version() throws IOException {
        return machine.shell("dpkg-query -W -f '${db:Status-Status} ${Version}' secondsite-agent 2>/dev/null || true");
    }

    private String runs() throws IOException {
        return machine.shell(
                "tail -n 1 /run/services/secondsite-agent.log; systemctl is-active secondsite-agent && echo active");
    }

    private void kept(String... files) throws IOException {
        assertThat(machine.shell("ls " + KEPT).lines()).containsExactlyInAnyOrder(files);
    }

    @Test
    void installsJoinsAndStarts() throws Exception {
        AgentPackage first = stand.small("1.0", 3_000_000);
        all(WHOLE, first);
        assertThat(version()).isEqualTo("installed 1.0");
        assertThat(runs()).contains("version 1.0 runs", "active");
        assertThat(machine.shell("cat /etc/secondsite/agent.yaml")).contains("id: \"web\"",
                "https://keeper.example:443 token-of-a-test");
        assertThat(machine.shell("ls /etc/systemd/system/multi-user.target.wants"))
                .contains("secondsite-agent.service");
        kept("installed.deb", "installed.version");
        assertThat(machine.shell("sha256sum " + KEPT + "/installed.deb")).startsWith(first.sha256());
        assertThat(machine.shell("ls -d /run/secondsite-agent-push 2>/dev/null || echo free")).isEqualTo("free");
        PushStatus now = push(PushStep.PREFLIGHT, first);
        assertThat(now.facts().version()).isEqualTo("1.0");
        assertThat(now.facts().agent()).isEqualTo("web");
        assertThat(PushStand.check(now, Name.AGENT).detail()).isEqualTo("version 1.0, joined as web");
    }

    /** Whoever is let in does it, whatever his shell. */
    @Test
    void installsForEveryKindOfUser() throws Exception {
        AgentPackage first = stand.small("1.0", 3_000_000);
        String before = machine.everything();
        for (MachineSignIn each : List.of(by("sign", SshMachine.SIGNS), by("long", "x".repeat(100)),
                by("csh", PASSWORD), by("fish", PASSWORD), by("loud", PASSWORD), by("free", PASSWORD),
                SshMachine.root())) {
            admin = each;
            all(List.of(PushStep.COPY, PushStep.INSTALL, PushStep.REGISTER), first);
            assertThat(version()).as(each.userName()).isEqualTo("installed 1.0");
            all(List.of(PushStep.UNINSTALL), null);
            assertThat(machine.everything()).as(each.userName()).isEqualTo(before);
        }
    }

    @Test
    void neitherPasswordNorTokenStandsOnACommandLine() throws Exception {
        machine.shell("touch /root/joining-is-slow");
        machine.shell("(while [ ! -e /run/over ]; do for each in /proc/[0-9]*/cmdline /proc/[0-9]*/environ; do"
                + " tr '\\0' ' ' <$each 2>/dev/null; echo; done; done >/dev/shm/seen 2>/dev/null; touch /run/looked)"
                + " >/dev/null 2>&1 &");
        AgentPackage first = stand.small("1.0", 3_000_000);
        admin = by("long", "x".repeat(100));
        all(WHOLE, first);
        machine.shell("touch /run/over; until [ -e /run/looked ]; do sleep 0.1; done");
        assertThat(machine.shell("grep -c 'sudo -k -S' /dev/shm/seen")).as("it looked").isNotEqualTo("0");
        assertThat(machine.shell("grep -c 'agent join' /dev/shm/seen || true")).as("it looked well").isNotEqualTo("0");
        assertThat(machine.shell("grep -c -e 'xxxxxxxxxx' -e 'token-of-a-test' /dev/shm/seen || true")).isEqualTo("0");
        assertThat(machine.shell("grep -r -l -e xxxxxxxxxx -e token-of-a-test /var/log /run /tmp 2>/dev/null || true"))
                .isEmpty();
    }

    @Test
    void upgradesAndRollsBackWithoutFetchingAnythingAgain() throws Exception {
        AgentPackage first = stand.small("1.0", 1000);
        AgentPackage second = stand.small("2.0", 2000);
        all(WHOLE, first);
        all(UPGRADE, second);
        assertThat(version()).isEqualTo("installed 2.0");
        assertThat(runs()).contains("version 2.0 runs", "active");
        kept("installed.deb", "installed.version", "before.deb", "before.version");
        assertThat(push(PushStep.PREFLIGHT, first).facts().versionBefore()).isEqualTo("1.0");
        Files.delete(stand.packages().resolve(first.file()));
        all(List.of(PushStep.ROLL_BACK, PushStep.START), null);
        assertThat(version()).isEqualTo("installed 1.0");
        assertThat(runs()).contains("version 1.0 runs", "active");
        assertThat(machine.shell("cat /etc/secondsite/agent.yaml")).as("it is still joined").contains("web");
        assertThat(push(PushStep.ROLL_BACK, null).problem()).as("the same order again is done already").isNull();
        stand.owner = "another installation";
        assertThat(code(push(PushStep.ROLL_BACK, null))).isEqualTo(ErrorCode.INSTALLATION_RUNNING);
        stand.owner = PushStand.OWNER;
        all(List.of(PushStep.START), null);
        stand.owner = "another installation";
        assertThat(code(push(PushStep.ROLL_BACK, null))).isEqualTo(ErrorCode.NO_VERSION_BEFORE);
    }

    @Test
    void anUninstallationLeavesNothing() throws Exception {
        String before = machine.everything();
        all(WHOLE, stand.small("1.0", 1000));
        all(UPGRADE, stand.small("2.0", 1000));
        all(List.of(PushStep.UNINSTALL), null);
        assertThat(machine.everything()).isEqualTo(before);
        assertThat(machine.shell("ps ax")).doesNotContain("sleep 100000");
        assertThat(push(PushStep.UNINSTALL, null).problem()).as("again").isNull();
    }

    @Test
    void disksThatTheAgentServesAreNotItsOwn() throws Exception {
        all(WHOLE, stand.small("1.0", 1000));
        machine.shell("mkdir /var/lib/secondsite-agent/images && echo disk >/var/lib/secondsite-agent/images/root.raw");
        PushStatus status = push(PushStep.UNINSTALL, null);
        assertThat(status.lines()).anyMatch(line -> line.contains("/var/lib/secondsite-agent/images"));
        assertThat(machine.shell("cd /var/lib/secondsite-agent && find . -type f")).isEqualTo("./images/root.raw");
    }

    @Test
    void everyStepMayBeDoneTwice() throws Exception {
        AgentPackage first = stand.small("1.0", 100_000);
        for (PushStep step : List.of(PushStep.COPY, PushStep.INSTALL, PushStep.REGISTER, PushStep.START)) {
            all(List.of(step, step), first);
        }
        all(List.of(PushStep.COPY, PushStep.INSTALL), first);
        kept("installed.deb", "installed.version");
        assertThat(version()).isEqualTo("installed 1.0");
    }

    @Test
    void aCopyThatFillsTheDiskLeavesNothing() throws Exception {
        AgentPackage first = stand.small("1.0", 20_000_000);
        machine.shell("head -c 245M /dev/zero >/root/filling");
        String before = machine.everything();
        PushStatus status = push(PushStep.COPY, first);
        assertThat(code(status)).isEqualTo(ErrorCode.MACHINE_SPACE_LOW);
        assertThat(status.problem().detail()).contains(KEPT);
        all(List.of(PushStep.CLEAN), null);
        assertThat(machine.everything()).isEqualTo(before);
    }

    @Test
    void anInstallationThatFillsTheDiskLeavesNothing() throws Exception {
        AgentPackage first = stand.small("1.0", 20_000_000);
        machine.shell("head -c 220M /dev/zero >/root/filling");
        String before = machine.everything();
        all(List.of(PushStep.COPY), first);
        assertThat(code(push(PushStep.INSTALL, first))).isEqualTo(ErrorCode.MACHINE_SPACE_LOW);
        all(List.of(PushStep.CLEAN), null);
        assertThat(machine.everything()).isEqualTo(before);
        machine.shell("rm /root/filling");
        all(WHOLE, first);
        assertThat(version()).isEqualTo("installed 1.0");
    }

    @Test
    void anUpgradeThatFailsKeepsTheVersionBefore() throws Exception {
        all(WHOLE, stand.small("1.0", 1000));
        // It fails for the newer one only: its script is asked first with the newer version there.
        machine.shell("touch /root/installation-fails");
        AgentPackage second = stand.small("2.0", 1000);
        all(List.of(PushStep.COPY), second);
        PushStatus status = push(PushStep.INSTALL, second);
        assertThat(code(status)).isEqualTo(ErrorCode.PACKAGE_TOOL_FAILED);
        assertThat(status.problem().detail()).contains("this script is told to fail");
        machine.shell("rm /root/installation-fails");
        all(List.of(PushStep.INSTALL, PushStep.START), second);
        assertThat(version()).isEqualTo("installed 2.0");
        kept("installed.deb", "installed.version", "before.deb", "before.version");
    }

    @Test
    void aPackageManagerThatIsBusyIsWaitedFor() throws Exception {
        AgentPackage first = stand.small("1.0", 1000);
        all(List.of(PushStep.COPY), first);
        machine.shell(
                "perl -MFcntl -e 'open(F, \">>/var/lib/dpkg/lock-frontend\"); my $l = pack(\"s s l! l! i\", F_WRLCK, 0, 0, 0, 0);"
                        + " fcntl(F, F_SETLK, $l) or die; open(R, \">/run/locked\"); close R; sleep 100' >/dev/null 2>&1 & until [ -e /run/locked ]; do sleep 0.1; done");
        PushStatus status = push(PushStep.INSTALL, first);
        assertThat(code(status)).isEqualTo(ErrorCode.PACKAGE_TOOL_BUSY);
        assertThat(status.recoverable()).isTrue();
        machine.shell("pkill perl; rm /run/locked");
        all(List.of(PushStep.INSTALL), first);
        assertThat(version()).isEqualTo("installed 1.0");
    }

    @Test
    void anAgentThatMayNotJoinSaysWhy() throws Exception {
        AgentPackage first = stand.small("1.0", 1000);
        all(List.of(PushStep.COPY, PushStep.INSTALL), first);
        PushStatus status = stand.push(stand.order(PushStep.REGISTER, target, admin, first, "refused"));
        assertThat(code(status)).isEqualTo(ErrorCode.JOINING_FAILED);
        assertThat(status.problem().detail()).contains("the token is wrong");
        all(List.of(PushStep.REGISTER, PushStep.START), first);
    }

    @Test
    void anAgentThatDoesNotStaySaysWhy() throws Exception {
        AgentPackage first = stand.small("1.0", 1000);
        all(List.of(PushStep.COPY, PushStep.INSTALL, PushStep.REGISTER), first);
        machine.shell("touch /root/agent-fails");
        PushStatus status = push(PushStep.START, first);
        assertThat(code(status)).isEqualTo(ErrorCode.AGENT_NOT_STARTED);
        assertThat(status.problem().detail()).contains("it is told to fail");
    }

    @Test
    void anAgentOfAnotherDeploymentIsLeftAlone() throws Exception {
        AgentPackage first = stand.small("1.0", 1000);
        all(WHOLE, first);
        machine.shell("printf -- '-----BEGIN CERTIFICATE-----\\nYW5vdGhlcg==\\n-----END CERTIFICATE-----\\n'"
                + " >/var/lib/secondsite-agent/authority.pem");
        String before = machine.shell("cat /etc/secondsite/agent.yaml");
        assertThat(code(push(PushStep.REGISTER, first))).isEqualTo(ErrorCode.AGENT_OF_OTHERS);
        assertThat(machine.shell("cat /etc/secondsite/agent.yaml")).isEqualTo(before);
    }

    @Test
    void aPackageThatWasChangedIsNotInstalled() throws Exception {
        AgentPackage first = stand.small("1.0", 1000);
        Files.write(stand.packages().resolve(first.file()), new byte[(int) first.bytes()]);
        PushStatus status = push(PushStep.COPY, first);
        assertThat(code(status)).isEqualTo(ErrorCode.PACKAGE_DAMAGED);
        assertThat(machine.shell("ls " + KEPT + " 2>/dev/null || true")).isEmpty();
    }

    @Test
    void ofTwoServersOneWaits() throws Exception {
        AgentPackage first = stand.small("1.0", 1000);
        all(List.of(PushStep.COPY), first);
        try (var other = new PushStand(Files.createDirectories(folder.resolve("other")))) {
            other.owner = "another deployment";
            AgentPackage same = other.small("1.0", 1000);
            PushStatus refused = other.push(PushStep.COPY, target, by("free", PASSWORD), same);
            assertThat(code(refused)).isEqualTo(ErrorCode.INSTALLATION_RUNNING);
            assertThat(refused.problem().detail()).contains(PushStand.OWNER);
            PushStatus look = other.push(PushStep.PREFLIGHT, target, by("free", PASSWORD), same);
            assertThat(PushStand.check(look, Name.LOCK).outcome()).isEqualTo(Outcome.FAILED);
            assertThat(code(other.push(PushStep.CLEAN, target, by("free", PASSWORD), null))).isNull();
            kept("incoming.deb", "incoming.version");
            all(List.of(PushStep.INSTALL, PushStep.REGISTER, PushStep.START), first);
            assertThat(code(other.push(PushStep.COPY, target, by("free", PASSWORD), same))).isNull();
        }
    }

    @Test
    void ofTwentyAtTheSameMomentOneGoesOn() throws Exception {
        AgentPackage first = stand.small("1.0", 1000);
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(20).toList();
        for (UUID id : ids) {
            stand.owner = "deployment " + id;
            stand.pushes.begin(id, stand.order(PushStep.COPY, target, by("free", PASSWORD), first, null));
        }
        int well = 0;
        for (UUID id : ids) {
            PushStatus status = stand.ended(id);
            well += status.state() == State.DONE ? 1 : 0;
            assertThat(code(status)).isIn(null, ErrorCode.INSTALLATION_RUNNING);
        }
        assertThat(well).isEqualTo(1);
    }

    @Test
    void aReservationThatWasLeftBehindEnds() throws Exception {
        AgentPackage first = stand.small("1.0", 1000);
        all(List.of(PushStep.COPY), first);
        stand.owner = "another deployment";
        machine.shell("touch -d '29 minutes ago' /run/secondsite-agent-push");
        assertThat(code(push(PushStep.COPY, first))).isEqualTo(ErrorCode.INSTALLATION_RUNNING);
        machine.shell("touch -d '31 minutes ago' /run/secondsite-agent-push");
        assertThat(code(push(PushStep.COPY, first))).isNull();
        assertThat(machine.shell("cat /run/secondsite-agent-push/owner; ls -d /run/secondsite-agent-push*"))
                .isEqualTo("another deployment/run/secondsite-agent-push");
    }

    @Test
    void aCopyThatIsCutOffBeginsAnew() throws Exception {
        AgentPackage first = stand.small("1.0", 60_000_000);
        UUID id = UUID.randomUUID();
        stand.pushes.begin(id, stand.order(PushStep.COPY, target, admin, first, null));
        while (stand.pushes.status(id).orElseThrow().doneBytes() < 5_000_000) {
            Thread.sleep(5);
        }
        machine.shell("pkill -KILL -u admin sshd");
        PushStatus cut = stand.ended(id);
        assertThat(code(cut)).isEqualTo(ErrorCode.NETWORK_FAILED);
        assertThat(cut.recoverable()).isTrue();
        all(WHOLE, first);
        kept("installed.deb", "installed.version");
    }

    /** The process server is gone with what it knew; whoever ordered it orders it from another one. */
    @Test
    void anInstallationWhoseServerEndsGoesOn() throws Exception {
        AgentPackage first = stand.small("1.0", 60_000_000);
        UUID id = UUID.randomUUID();
        stand.pushes.begin(id, stand.order(PushStep.COPY, target, admin, first, null));
        while (stand.pushes.status(id).orElseThrow().doneBytes() < 5_000_000) {
            Thread.sleep(5);
        }
        stand.close();
        assertThat(stand.pushes.status(id).orElseThrow().state()).isEqualTo(State.FAILED);
        stand = new PushStand(folder);
        stand.server = URI.create("https://keeper.example:443");
        all(List.of(PushStep.COPY), first);
        machine.shell("touch /root/installation-waits");
        UUID installing = UUID.randomUUID();
        stand.pushes.begin(installing, stand.order(PushStep.INSTALL, target, admin, first, null));
        machine.shell("until [ -e /root/installation-began ]; do sleep 0.1; done");
        stand.pushes.cancel(installing);
        assertThat(code(stand.ended(installing))).isEqualTo(ErrorCode.CANCELLED);
        machine.shell("rm /root/installation-waits; while pgrep dpkg >/dev/null; do sleep 0.1; done");
        all(WHOLE, first);
        assertThat(version()).isEqualTo("installed 1.0");
        kept("installed.deb", "installed.version");
    }

    /** Nobody's connection ends it: the line is cut, and both sides hear nothing more. */
    @Test
    @Tag("long")
    void aLineThatIsSilentIsNotWaitedForForEver() throws Exception {
        AgentPackage first = stand.small("1.0", 60_000_000);
        UUID id = UUID.randomUUID();
        stand.pushes.begin(id, stand.order(PushStep.COPY, target, admin, first, null));
        while (stand.pushes.status(id).orElseThrow().doneBytes() < 5_000_000) {
            Thread.sleep(5);
        }
        new ProcessBuilder("ip", "-n", "secondsite-" + machine.name(), "link", "set", "eth0", "down").start().waitFor();
        PushStatus cut = stand.ended(id);
        assertThat(code(cut)).isEqualTo(ErrorCode.NETWORK_FAILED);
        assertThat(cut.recoverable()).isTrue();
    }
}
