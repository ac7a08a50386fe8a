package secondsite.server.process.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.Connection;
import secondsite.api.client.PushClient;
import secondsite.api.client.TransferException;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.PushStatus;
import secondsite.api.installation.PushStep;
import secondsite.api.installation.TargetMachine;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.ship.MonotonicTime;
import secondsite.server.process.ProcessServer;
import secondsite.server.settings.Listen;
import secondsite.server.settings.ProcessServerSettings;
import secondsite.server.settings.Size;
import secondsite.server.web.Identities;
import secondsite.server.web.Peer;
import secondsite.server.web.PeerCheck;

/** Who may have a process server sign in on machines, over HTTPS. */
@Timeout(60)
class PushRightsTest {

    @TempDir
    private Path folder;

    private final Identities identities = new Identities();
    private final List<Connection> open = new ArrayList<>();
    private ProcessServer gateway;

    @BeforeEach
    void start() throws IOException {
        var settings = new ProcessServerSettings("gateway", null, null, null,
                new Listen("127.0.0.1", 0, 100, new Size(16 << 20)), null, null,
                new ProcessServerSettings.Cache(folder, new Size(64 << 20), new Size(1 << 20), new Size(0)),
                new Size(0), List.of());
        gateway = new ProcessServer(settings, identities.server(Peer.Kind.PROCESS_SERVER, "gateway"),
                new PeerCheck(_ -> false, InstantSource.system()),
                new ProcessServer.Machine(DirectoryFolder.at(folder.resolve("cache")), InstantSource.system(),
                        MonotonicTime.SYSTEM, new SecureRandom()),
                Optional.of(new Pushes(folder.resolve("packages"), (wanted, _) -> {
                    throw new IOException("there are none");
                }, InstantSource.system(), new SecureRandom())));
    }

    @AfterEach
    void end() throws IOException {
        open.forEach(Connection::close);
        gateway.close();
    }

    private PushClient as(Peer.Kind kind) {
        var connection = new Connection(URI.create("https://localhost:" + gateway.port()),
                identities.client(kind, "somebody"), Connection.Patience.DEFAULTS);
        open.add(connection);
        return new PushClient(connection);
    }

    private static PushOrder order(String address, String password) {
        return new PushOrder(PushStep.PREFLIGHT, "a test", new TargetMachine(address, 9, null, null), true,
                new MachineSignIn("root", password, null, null, null), null, null, null, null);
    }

    private static void refused(ProblemCode code, ThrowingCallable what) {
        assertThatThrownBy(what).isInstanceOfSatisfying(TransferException.Refused.class,
                refusal -> assertThat(refusal.code()).isEqualTo(code)).message().doesNotContain("a secret of a test");
    }

    @ParameterizedTest
    @EnumSource(value = Peer.Kind.class, names = {"AGENT", "PROCESS_SERVER", "MASTER_TARGET", "ADMINISTRATOR"})
    void nobodyElseMay(Peer.Kind kind) {
        PushClient client = as(kind);
        refused(ProblemCode.NOT_ALLOWED,
                () -> client.begin(UUID.randomUUID(), order("127.0.0.1", "a secret of a test")));
        refused(ProblemCode.NOT_ALLOWED, () -> client.status(UUID.randomUUID()));
        refused(ProblemCode.NOT_ALLOWED, () -> client.cancel(UUID.randomUUID()));
    }

    @Test
    void theConfigurationServerMayAndTheSameOrderIsOne() throws Exception {
        PushClient client = as(Peer.Kind.CONFIGURATION_SERVER);
        UUID id = UUID.randomUUID();
        refused(ProblemCode.NOT_FOUND, () -> client.status(id));
        client.begin(id, order("127.0.0.1", "a secret of a test"));
        PushStatus now = client.status(id);
        while (now.state() == PushStatus.State.RUNNING) {
            Thread.sleep(20);
            now = client.status(id);
        }
        assertThat(PushStand.check(now, PreflightCheck.Name.PORT).code()).isEqualTo(ErrorCode.MACHINE_UNREACHABLE);
        assertThat(client.begin(id, order("another.invalid", "a secret of a test")).checks()).isEqualTo(now.checks());
        client.cancel(UUID.randomUUID());
    }

    @Test
    void anOrderThatMakesNoSenseIsRefusedWithoutItsSecrets() {
        PushClient client = as(Peer.Kind.CONFIGURATION_SERVER);
        for (PushOrder wrong : List.of(order("a b", "a secret of a test"), order("$(reboot)", "a secret of a test"),
                order("127.0.0.1", "a secret of a test\nand more"), order("127.0.0.1", null),
                new PushOrder(null, "a test", new TargetMachine("127.0.0.1", 9, null, null), true,
                        new MachineSignIn("root", "a secret of a test", null, null, null), null, null, null, null),
                new PushOrder(PushStep.CLEAN, "'; reboot", new TargetMachine("127.0.0.1", 9, null, null), true,
                        new MachineSignIn("root", "a secret of a test", null, null, null), null, null, null, null))) {
            refused(ProblemCode.BAD_REQUEST, () -> client.begin(UUID.randomUUID(), wrong));
        }
    }

    /** Who takes connections and says nothing holds each for a while. */
    @Test
    void thereIsALimitToWhatItDoesAtOnce() throws Exception {
        PushClient client = as(Peer.Kind.CONFIGURATION_SERVER);
        try (var silent = new ServerSocket(0, Pushes.MOST + 1)) {
            var target = new TargetMachine("127.0.0.1", silent.getLocalPort(), null, null);
            var signIn = new MachineSignIn("root", "a secret of a test", null, null, null);
            var held = new PushOrder(PushStep.PREFLIGHT, "a test", target, true, signIn, null, null, null, null);
            UUID first = UUID.randomUUID();
            client.begin(first, held);
            for (int each = 1; each < Pushes.MOST; each++) {
                client.begin(UUID.randomUUID(), held);
            }
            assertThatThrownBy(() -> client.begin(UUID.randomUUID(), held))
                    .isInstanceOf(TransferException.Busy.class);
            client.cancel(first);
            while (client.status(first).state() == PushStatus.State.RUNNING) {
                Thread.sleep(20);
            }
            assertThat(client.status(first).problem().code()).isEqualTo(ErrorCode.CANCELLED);
            client.begin(UUID.randomUUID(), held);
        }
    }
}
