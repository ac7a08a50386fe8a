package secondsite.server.process.push;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.AgentPackage;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.PushStatus;
import secondsite.api.installation.PushStep;
import secondsite.api.installation.TargetMachine;

/** A process server's part that installs, with packages from a folder. */
final class PushStand implements AutoCloseable {

    static final String OWNER = "installation of a test";
    /** A real certificate's base64 is not needed: only its digest is compared. */
    static final String AUTHORITY_PEM = "-----BEGIN CERTIFICATE-----\nc2Vjb25kc2l0ZQ==\n-----END CERTIFICATE-----\n";
    /** Of the bytes {@code secondsite}, as sha256sum says it. */
    static final String AUTHORITY = "sha256:" + Sums.of("secondsite");

    private final Path packages;
    final Pushes pushes;
    String owner = OWNER;
    URI server;

    PushStand(Path folder) throws IOException {
        packages = Files.createDirectories(folder.resolve("repository"));
        pushes = new Pushes(folder.resolve("packages"), (wanted, to) -> Files.copy(packages.resolve(wanted.file()), to),
                InstantSource.system(), new SecureRandom());
    }

    AgentPackage small(String version, int fill) throws Exception {
        return SmallPackage.told(SmallPackage.deb(packages, version, AUTHORITY_PEM, fill), version);
    }

    Path packages() {
        return packages;
    }

    PushStatus push(PushStep step, TargetMachine machine, MachineSignIn signIn, AgentPackage agent)
            throws InterruptedException {
        return push(order(step, machine, signIn, agent, "token-of-a-test"));
    }

    PushOrder order(PushStep step, TargetMachine machine, MachineSignIn signIn, AgentPackage agent, String token) {
        return new PushOrder(step, owner, machine, false, signIn, agent, server, AUTHORITY, token);
    }

    PushStatus push(PushOrder order) throws InterruptedException {
        UUID id = UUID.randomUUID();
        pushes.begin(id, order);
        return ended(id);
    }

    PushStatus ended(UUID id) throws InterruptedException {
        PushStatus now = pushes.status(id).orElseThrow();
        while (now.state() == PushStatus.State.RUNNING) {
            Thread.sleep(20);
            now = pushes.status(id).orElseThrow();
        }
        return now;
    }

    static PreflightCheck check(PushStatus status, PreflightCheck.Name name) {
        return status.checks().stream().filter(check -> check.name() == name).findFirst().orElseThrow();
    }

    static ErrorCode code(PushStatus status) {
        return status.problem() == null ? null : status.problem().code();
    }

    @Override
    public void close() {
        pushes.close();
    }
}
