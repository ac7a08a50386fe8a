package secondsite.server.hypervisor;

import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.api.host.HostStatus;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveProgress;
import secondsite.api.host.MoveState;
import secondsite.api.host.NetworkCard;
import secondsite.api.host.CardNetwork;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.server.hypervisor.HypervisorException.Reason;

/** What every platform promises. */
@Timeout(300)
public abstract class HypervisorContract {

    /** Long enough for a machine without virtualization on a busy host. */
    protected static final Duration PATIENCE = Duration.ofSeconds(200);
    protected static final String UP = "secondsite-guest: up\n";

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    protected final UUID id = UUID.randomUUID();
    protected Hypervisor hypervisor;

    /** The platform, as a program finds it that begins: with the machines that the one before made. */
    protected abstract Hypervisor open() throws IOException;

    /** A machine with one disk, "root", of 64 MiB, and no system. */
    protected abstract MachineSpecification bare(UUID machine) throws IOException;

    /** A machine with the guest of installer/guest, and its disk "root". @param words for its kernel */
    protected abstract MachineSpecification guest(UUID machine, NetworkCard card, String... words)
            throws IOException;

    /** A machine without a system whose disk "root" lies over an export that is served until the end. */
    protected abstract MachineSpecification layered(UUID machine) throws IOException;

    /** Where an image can be made. */
    protected abstract Path newImage() throws IOException;

    /** The host loses the machine's process. */
    protected abstract void kill(UUID machine) throws IOException;

    /** Whether this platform's guest answers on its network. */
    protected abstract boolean hasNetwork();

    /** Everything is removed: the place may go. */
    protected abstract void clear() throws IOException;

    @BeforeEach
    final void begin() throws IOException {
        hypervisor = open();
    }

    @AfterEach
    final void removeAll() throws IOException {
        for (MachineStatus machine : hypervisor.machines()) {
            hypervisor.remove(machine.machine());
        }
        hypervisor.close();
        clear();
    }

    /** The program ends, and the next one begins. */
    protected final void reopen() throws IOException {
        hypervisor.close();
        hypervisor = open();
    }

    @Test
    void whatIsMadeIsThereAndDoesNotRun() throws Exception {
        MachineSpecification specification = bare(id);
        hypervisor.make(specification);
        hypervisor.make(specification);
        assertThat(hypervisor.machines())
                .containsExactly(new MachineStatus(id, specification.name(), MachineState.MADE, "", 0));
        reopen();
        assertThat(hypervisor.specification(id)).isEqualTo(specification);
        hypervisor.forceOff(id);
        hypervisor.askToPowerDown(id);
        assertThat(hypervisor.status(id).state()).isEqualTo(MachineState.MADE);
    }

    @Test
    void anIdIsOneMachine() throws Exception {
        MachineSpecification specification = bare(id);
        hypervisor.make(specification);
        var other = new MachineSpecification(id, "another", 32, 1, specification.boot(), List.of(), List.of());
        assertRefused(Reason.DIFFERENT_MACHINE, () -> hypervisor.make(other));
        assertThat(hypervisor.specification(id)).isEqualTo(specification);
    }

    @Test
    void whatWasNeverMadeIsUnknown() throws Exception {
        hypervisor.remove(id);
        assertRefused(Reason.UNKNOWN_MACHINE, () -> hypervisor.start(id));
        assertRefused(Reason.UNKNOWN_MACHINE, () -> hypervisor.status(id));
        assertRefused(Reason.UNKNOWN_MACHINE, () -> hypervisor.forceOff(id));
        assertRefused(Reason.UNKNOWN_MACHINE, () -> hypervisor.picture(id));
        assertRefused(Reason.UNKNOWN_MACHINE, () -> hypervisor.console(id, 0, 10));
        assertThat(hypervisor.machines()).isEmpty();
    }

    @Test
    void ordersMayBeGivenAgain() throws Exception {
        hypervisor.make(bare(id));
        hypervisor.start(id);
        hypervisor.start(id);
        assertState(MachineState.RUNNING);
        hypervisor.pause(id);
        hypervisor.pause(id);
        assertState(MachineState.PAUSED);
        hypervisor.start(id);
        assertState(MachineState.PAUSED);
        hypervisor.resume(id);
        hypervisor.resume(id);
        hypervisor.reset(id);
        assertState(MachineState.RUNNING);
        hypervisor.forceOff(id);
        hypervisor.forceOff(id);
        assertState(MachineState.SHUT_DOWN);
        hypervisor.askToPowerDown(id);
        hypervisor.start(id);
        assertState(MachineState.RUNNING);
        hypervisor.remove(id);
        hypervisor.remove(id);
        assertThat(hypervisor.machines()).isEmpty();
    }

    @Test
    void aMachineRunsOnWithoutTheProgram() throws Exception {
        hypervisor.make(bare(id));
        hypervisor.start(id);
        reopen();
        assertState(MachineState.RUNNING);
        hypervisor.pause(id);
        reopen();
        assertState(MachineState.PAUSED);
        hypervisor.forceOff(id);
        reopen();
        assertState(MachineState.SHUT_DOWN);
    }

    @Test
    void aMachineWhoseProcessDiesHasFailedAndStartsAgain() throws Exception {
        hypervisor.make(bare(id));
        hypervisor.start(id);
        kill(id);
        assertState(MachineState.FAILED);
        assertThat(hypervisor.status(id).reason()).contains("killed");
        assertRefused(Reason.WRONG_STATE, () -> hypervisor.resume(id));
        reopen();
        assertState(MachineState.FAILED);
        hypervisor.start(id);
        assertState(MachineState.RUNNING);
        kill(id);
        hypervisor.forceOff(id);
        assertState(MachineState.SHUT_DOWN);
    }

    @Test
    void whatOnlyARunningMachineCanIsRefused() throws Exception {
        hypervisor.make(bare(id));
        assertRefused(Reason.WRONG_STATE, () -> hypervisor.pause(id));
        assertRefused(Reason.WRONG_STATE, () -> hypervisor.resume(id));
        assertRefused(Reason.WRONG_STATE, () -> hypervisor.reset(id));
        assertRefused(Reason.WRONG_STATE, () -> hypervisor.picture(id));
        assertRefused(Reason.WRONG_STATE, () -> hypervisor.beginMove(id, new DiskMove("root", image(newImage()), 0)));
        assertRefused(Reason.NO_MOVE, () -> hypervisor.move(id, "root"));
        assertRefused(Reason.BAD_SPECIFICATION, () -> hypervisor.move(id, "data"));
        assertRefused(Reason.BAD_SPECIFICATION, () -> hypervisor.console(id, -1, 10));
        assertRefused(Reason.BAD_SPECIFICATION, () -> hypervisor.console(id, 0, ConsoleText.MOST_BYTES + 1));
        assertState(MachineState.MADE);
    }

    @Test
    void aDiskMovesWhileTheMachineRunsAndTheProgramDoesNot() throws Exception {
        hypervisor.make(bare(id));
        hypervisor.start(id);
        DiskSource.Image to = image(newImage());
        var move = new DiskMove("root", to, 1 << 20);
        hypervisor.beginMove(id, move);
        hypervisor.beginMove(id, move);
        assertThat(hypervisor.move(id, "root").state()).isEqualTo(MoveState.COPYING);
        assertRefused(Reason.WRONG_STATE, () -> hypervisor.beginMove(id, new DiskMove("root", image(newImage()), 0)));
        reopen();
        hypervisor.limitMove(id, "root", 0);
        awaitMove(MoveState.DONE);
        assertThat(hypervisor.specification(id).disks()).containsExactly(new MachineDisk("root", to));
        hypervisor.beginMove(id, move);
        assertThat(hypervisor.move(id, "root").state()).isEqualTo(MoveState.DONE);
        hypervisor.make(bare(id));
        hypervisor.forceOff(id);
        hypervisor.start(id);
        assertState(MachineState.RUNNING);
        assertThat(hypervisor.specification(id).disks()).containsExactly(new MachineDisk("root", to));
    }

    @Test
    void aMoveThatIsCancelledLeavesTheDiskWhereItWas() throws Exception {
        MachineSpecification specification = bare(id);
        hypervisor.make(specification);
        hypervisor.start(id);
        var move = new DiskMove("root", image(newImage()), 1 << 20);
        hypervisor.beginMove(id, move);
        reopen();
        hypervisor.cancelMove(id, "root");
        hypervisor.cancelMove(id, "root");
        assertThat(hypervisor.move(id, "root").state()).isEqualTo(MoveState.CANCELLED);
        assertThat(hypervisor.specification(id)).isEqualTo(specification);
        hypervisor.beginMove(id, new DiskMove("root", move.to(), 0));
        awaitMove(MoveState.DONE);
    }

    @Test
    void aMachineThatDiesWhileADiskMovesStaysWhereItWas() throws Exception {
        MachineSpecification specification = bare(id);
        hypervisor.make(specification);
        hypervisor.start(id);
        hypervisor.beginMove(id, new DiskMove("root", image(newImage()), 1 << 20));
        kill(id);
        MoveProgress progress = hypervisor.move(id, "root");
        assertThat(progress.state()).isEqualTo(MoveState.FAILED);
        assertThat(progress.reason()).contains("order the move again");
        assertThat(hypervisor.specification(id)).isEqualTo(specification);
        hypervisor.start(id);
        hypervisor.beginMove(id, new DiskMove("root", image(newImage()), 0));
        awaitMove(MoveState.DONE);
    }

    @Test
    void aDiskIsMadeToStandAloneWhileTheMachineRunsAndTheProgramDoesNot() throws Exception {
        MachineSpecification specification = layered(id);
        hypervisor.make(specification);
        assertThat(hypervisor.specification(id)).isEqualTo(specification);
        assertRefused(Reason.WRONG_STATE, () -> hypervisor.detach(id, "root", 0));
        hypervisor.start(id);
        assertThat(hypervisor.detach(id, "root", 1 << 20).state()).isEqualTo(MoveState.COPYING);
        assertRefused(Reason.WRONG_STATE, () -> hypervisor.beginMove(id, new DiskMove("root", image(newImage()), 0)));
        reopen();
        await(() -> hypervisor.move(id, "root").doneBytes() > 0);
        assertThat(hypervisor.specification(id)).isEqualTo(specification);
        await(() -> hypervisor.detach(id, "root", 0).state() != MoveState.COPYING);
        MoveProgress done = hypervisor.detach(id, "root", 0);
        assertThat(done.state()).as(done.reason()).isEqualTo(MoveState.DONE);
        assertThat(hypervisor.specification(id).disks().getFirst().source()).isEqualTo(done.move().to())
                .isInstanceOf(DiskSource.Image.class);
        hypervisor.make(specification);
        hypervisor.forceOff(id);
        hypervisor.start(id);
        assertState(MachineState.RUNNING);
        assertThat(hypervisor.detach(id, "root", 0).state()).isEqualTo(MoveState.DONE);
    }

    @Test
    void aDiskThatWasNotToStandAloneAfterAllLiesOverItsExportAndTheMachineGoesOn() throws Exception {
        MachineSpecification specification = layered(id);
        hypervisor.make(specification);
        hypervisor.start(id);
        hypervisor.detach(id, "root", 1 << 20);
        hypervisor.cancelMove(id, "root");
        assertThat(hypervisor.move(id, "root").state()).isEqualTo(MoveState.CANCELLED);
        assertThat(hypervisor.specification(id)).isEqualTo(specification);
        hypervisor.detach(id, "root", 1 << 20);
        kill(id);
        assertThat(hypervisor.move(id, "root").state()).isEqualTo(MoveState.FAILED);
        assertRefused(Reason.WRONG_STATE, () -> hypervisor.detach(id, "root", 0));
        hypervisor.start(id);
        await(() -> hypervisor.detach(id, "root", 0).state() == MoveState.DONE);
    }

    @Test
    void onlyWhatLiesOverSomethingCanBeMadeToStandAlone() throws Exception {
        hypervisor.make(bare(id));
        hypervisor.start(id);
        assertRefused(Reason.BAD_SPECIFICATION, () -> hypervisor.detach(id, "root", 0));
        assertRefused(Reason.BAD_SPECIFICATION, () -> hypervisor.detach(id, "data", 0));
        assertRefused(Reason.BAD_SPECIFICATION, () -> hypervisor.detach(id, "root", -1));
        assertState(MachineState.RUNNING);
    }

    @Test
    void theHostSaysWhatItIs() throws Exception {
        HostStatus host = hypervisor.host();
        assertThat(host.platform()).isEqualTo(hypervisor.platform());
        assertThat(host.version()).isNotBlank();
        assertThat(host.problem()).isNull();
        assertThat(host.machines()).isZero();
        assertThat(host.memoryBytes()).isPositive();
        assertThat(host.freeBytes()).isPositive();
        hypervisor.make(bare(id));
        assertThat(hypervisor.host().machines()).isEqualTo(1);
        assertRefused(Reason.NO_NETWORK, () -> hypervisor.reach(id, 80));
    }

    @Test
    void aMachineComesUpIsSeenAndHeardReachesNobodyAndShutsDownWhenItIsAsked() throws Exception {
        int forwarded = freePort();
        try (var outside = new ServerSocket(0)) {
            hypervisor.make(guest(id, new NetworkCard("52:54:00:00:00:01",
                    new CardNetwork.Isolated(List.of(new CardNetwork.Forward(forwarded, 80)))),
                    "secondsite.reach=10.0.2.2:" + outside.getLocalPort()));
            hypervisor.start(id);
            assertThat(hypervisor.accepts(id, 80)).as("its firmware has no network").isFalse();
            awaitSaid(UP);
            await(() -> hypervisor.accepts(id, 80));
            assertThat(hypervisor.reach(id, 80).getPort()).isEqualTo(forwarded);
            reopen();
            assertThat(hypervisor.picture(id)).startsWith(PNG);
            if (hasNetwork()) {
                assertThat(answer(forwarded)).contains("secondsite-guest is here");
                awaitSaid("secondsite-guest: not reached");
            }
            assertConsoleIsReadInPieces();
            hypervisor.askToPowerDown(id);
            await(() -> hypervisor.status(id).state() == MachineState.SHUT_DOWN);
            assertThat(said()).contains("secondsite-guest: down");
            reopen();
            assertState(MachineState.SHUT_DOWN);
        }
    }

    private void assertConsoleIsReadInPieces() throws IOException {
        String all = said();
        long end = hypervisor.status(id).consoleBytes();
        assertThat(end).isGreaterThanOrEqualTo(all.length());
        var pieces = new StringBuilder();
        for (long at = 0; at < end;) {
            ConsoleText piece = hypervisor.console(id, at, 7);
            assertThat(piece.offset()).isEqualTo(at);
            assertThat(piece.text()).hasSizeLessThanOrEqualTo(7).isNotEmpty();
            pieces.append(piece.text());
            at = piece.next();
        }
        assertThat(pieces.toString().replace("\r", "")).startsWith(all);
    }

    /** What the machine said until now. */
    protected final String said() throws IOException {
        return hypervisor.console(id, 0, ConsoleText.MOST_BYTES).text().replace("\r", "");
    }

    protected final void awaitSaid(String text) {
        await(() -> said().contains(text));
    }

    protected final void awaitMove(MoveState state) throws IOException {
        await(() -> hypervisor.move(id, "root").state() != MoveState.COPYING);
        MoveProgress progress = hypervisor.move(id, "root");
        assertThat(progress.state()).as(progress.reason()).isEqualTo(state);
    }

    protected final void assertState(MachineState state) throws IOException {
        MachineStatus status = hypervisor.status(id);
        assertThat(status.state()).as(status.reason()).isEqualTo(state);
    }

    protected static void assertRefused(Reason reason, ThrowingCallable order) {
        assertThatThrownBy(order).isInstanceOfSatisfying(HypervisorException.class,
                refused -> assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason));
    }

    protected static void await(Callable<Boolean> condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("it did not come to be within %s", PATIENCE).isLessThan(deadline);
                Thread.sleep(LOOK);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** A port of the host that nobody uses now. */
    protected static int freePort() throws IOException {
        try (var port = new ServerSocket(0)) {
            return port.getLocalPort();
        }
    }

    /** What the guest's small server says at this port of the host. */
    protected static String answer(int port) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var text = new String[1];
            await(() -> {
                try {
                    text[0] = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                            .timeout(Duration.ofSeconds(10)).build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8)).body();
                    return true;
                } catch (IOException _) {
                    return false;
                }
            });
            return text[0];
        }
    }

    protected static DiskSource.Image image(Path file) {
        return new DiskSource.Image(file, DiskSource.Format.RAW);
    }
}
