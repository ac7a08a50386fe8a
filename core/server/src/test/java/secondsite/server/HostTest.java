package secondsite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.HostClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.Boot;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.DiskMove;
import secondsite.api.host.DiskSource;
import secondsite.api.host.KeptExport;
import secondsite.api.host.KeptExportRequest;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MachineStatus;
import secondsite.api.host.MoveState;
import secondsite.api.host.NetworkCard;
import secondsite.api.host.Probe;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ServerLoad;
import secondsite.server.host.HostRole;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.HypervisorException.Reason;
import secondsite.server.hypervisor.SimulatedHost;
import secondsite.server.hypervisor.SimulatedHypervisor;
import secondsite.server.stage.InitialCopyOf;
import secondsite.server.stage.Stage;
import secondsite.server.web.Peer;

/** A host of machines over real HTTPS; its platform is a simulated one, for what does not depend on machines. */
@Timeout(120)
class HostTest {

    private static final int FIRST_PORT = 21_700;

    @TempDir
    private Path directory;

    private final UUID machine = UUID.randomUUID();
    private final SimulatedHost simulated = new SimulatedHost(InstantSource.system(), Duration.ofMillis(50),
            Duration.ofMillis(50), 1 << 20, 1 << 30);
    private Stage stage;
    private HostRole role;

    private HostClient start(Optional<HostRole.Platform> platform) throws Exception {
        stage = new Stage(directory);
        role = new HostRole(platform);
        stage.beside = (routes, exports) -> role.addTo(routes, new KeptPasts(exports));
        stage.start();
        InitialCopyOf.run(stage.agent(), stage.disk, new byte[(int) Stage.DISK_BYTES], 0);
        return as(Peer.Kind.CONFIGURATION_SERVER);
    }

    private HostClient startHost() throws Exception {
        return start(Optional.of(
                new HostRole.Platform(new SimulatedHypervisor(simulated), null, FIRST_PORT, FIRST_PORT + 2)));
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
        role.close();
    }

    private HostClient as(Peer.Kind kind) {
        return new HostClient(stage.connect(stage.targetUri(), kind, kind.word()));
    }

    private MachineSpecification specification(UUID id, DiskSource source, int... ports) {
        List<CardNetwork.Forward> forwards = Arrays.stream(ports)
                .mapToObj(port -> new CardNetwork.Forward(0, port)).toList();
        return new MachineSpecification(id, "web", 64, 1,
                new Boot.DirectKernel(Path.of("/boot/vmlinuz"), Path.of("/boot/initrd"), ""),
                List.of(new MachineDisk("root", source)),
                List.of(new NetworkCard("52:54:00:00:00:01", new CardNetwork.Isolated(forwards), "10.9.8.7/24",
                        "10.9.8.1")));
    }

    private DiskSource.Past kept(HostClient host) throws IOException {
        KeptExport export = host.keep(stage.disk, UUID.randomUUID(), new KeptExportRequest("latest", "test"));
        return new DiskSource.Past(stage.disk, export.id());
    }

    private static void refused(ProblemCode code, String why, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(TransferException.Refused.class,
                e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code)).hasMessageContaining(why);
    }

    @Test
    void allThatIsOrderedIsDoneAndTold() throws Exception {
        HostClient host = startHost();
        assertThat(host.status()).isEqualTo(role.status().orElseThrow());
        assertThat(host.status().platform()).isEqualTo("simulated");
        DiskSource.Past past = kept(host);
        assertThat(host.make(specification(machine, past, 80)).state()).isEqualTo(MachineState.MADE);
        assertThat(host.start(machine).state()).isEqualTo(MachineState.RUNNING);
        assertThat(host.pause(machine).state()).isEqualTo(MachineState.PAUSED);
        assertThat(host.resume(machine).state()).isEqualTo(MachineState.RUNNING);
        assertThat(host.reset(machine).state()).isEqualTo(MachineState.RUNNING);
        assertThat(host.machines()).extracting(MachineStatus::machine).containsExactly(machine);
        assertThat(host.picture(machine)).isNotEmpty();
        while (!host.ask(machine, new Probe.Tcp(80, 1)).passed()) {
            Thread.sleep(5);
        }
        assertThat(host.console(machine, 0, 18).text()).isEqualTo("secondsite-guest: ");
        while (host.detach(machine, "root", 0).state() != MoveState.DONE) {
            Thread.sleep(5);
        }
        host.release(past.disk(), past.export());
        assertThat(host.make(specification(machine, past, 80)).state()).as("the order is the same still")
                .isEqualTo(MachineState.RUNNING);
        var move = new DiskMove("root", new DiskSource.Image(Path.of("/images/moved"), DiskSource.Format.RAW), 1);
        assertThat(host.beginMove(machine, move).state()).isEqualTo(MoveState.COPYING);
        assertThat(host.beginMove(machine, new DiskMove("root", move.to(), 7)).move().bytesPerSecond()).isEqualTo(7);
        host.cancelMove(machine, "root");
        assertThat(host.move(machine, "root").state()).isEqualTo(MoveState.CANCELLED);
        host.askToPowerDown(machine);
        assertThat(host.forceOff(machine).state()).isEqualTo(MachineState.SHUT_DOWN);
        host.remove(machine);
        host.remove(machine);
        assertThat(host.machines()).isEmpty();
    }

    @Test
    void portsAreChosenOnceAndNoTwoMachinesHaveOne() throws Exception {
        HostClient host = startHost();
        MachineSpecification asked = specification(machine, kept(host), 80, 443);
        host.make(asked);
        List<Integer> ports = ports(host, machine);
        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port >= FIRST_PORT && port <= FIRST_PORT + 2);
        host.make(asked);
        assertThat(ports(host, machine)).isEqualTo(ports);
        UUID other = UUID.randomUUID();
        host.make(specification(other, asked.disks().getFirst().source(), 80));
        assertThat(ports(host, other)).doesNotContainAnyElementsOf(ports);
        refused(ProblemCode.HOST_UNFIT, "clean up tests",
                () -> host.make(specification(UUID.randomUUID(), asked.disks().getFirst().source(), 80)));
        host.remove(machine);
        host.make(specification(UUID.randomUUID(), asked.disks().getFirst().source(), 80));
        assertThat(host.specification(other).disks()).isEqualTo(asked.disks());
    }

    private static List<Integer> ports(HostClient host, UUID id) throws IOException {
        var network = (CardNetwork.Isolated) host.specification(id).cards().getFirst().network();
        return network.forwards().stream().map(CardNetwork.Forward::hostPort).toList();
    }

    @Test
    void whatCannotBeIsRefusedWithWhatToDo() throws Exception {
        HostClient host = startHost();
        DiskSource.Past past = kept(host);
        refused(ProblemCode.NOT_FOUND, "make it first", () -> host.start(machine));
        var unknown = new DiskSource.Past(stage.disk, UUID.randomUUID());
        refused(ProblemCode.HOST_UNFIT, "have it kept first", () -> host.make(specification(machine, unknown)));
        host.make(specification(machine, past, 80));
        refused(ProblemCode.CONFLICT, "made otherwise", () -> host.make(specification(machine, past, 81)));
        refused(ProblemCode.CONFLICT, "start it first", () -> host.pause(machine));
        refused(ProblemCode.BAD_REQUEST, "no disk 'data'", () -> host.detach(machine, "data", 0));
        refused(ProblemCode.BAD_REQUEST, "console text", () -> host.console(machine, 0, 1 << 30));
        refused(ProblemCode.BAD_REQUEST, "no disk can be moved",
                () -> host.beginMove(machine, new DiskMove("root", past, 0)));
        assertThat(host.ask(machine, new Probe.Tcp(80, 1)).passed()).isFalse();
        refused(ProblemCode.HOST_UNFIT, "masterTarget.machines.probes",
                () -> host.ask(machine, new Probe.Script("look", List.of(), 1)));
        simulated.refuseStart(machine, new HypervisorException(Reason.NO_MEMORY, "stop other machines"));
        refused(ProblemCode.HOST_UNFIT, "stop other machines", () -> host.start(machine));
        simulated.refuseStart(machine, new HypervisorException(Reason.NO_SPACE, "make room"));
        assertThatThrownBy(() -> host.start(machine)).isInstanceOf(TransferException.OutOfSpace.class);
        simulated.refuseStart(machine, new HypervisorException(Reason.NO_ANSWER, "later"));
        assertThatThrownBy(() -> host.start(machine)).isInstanceOf(TransferException.Unavailable.class);
        assertThat(host.machine(machine).state()).isEqualTo(MachineState.MADE);
    }

    @Test
    void onlyTheConfigurationServerOrders() throws Exception {
        startHost();
        for (Peer.Kind kind : List.of(Peer.Kind.ADMINISTRATOR, Peer.Kind.AGENT, Peer.Kind.PROCESS_SERVER,
                Peer.Kind.MASTER_TARGET)) {
            HostClient other = as(kind);
            var move = new DiskMove("root", new DiskSource.Image(Path.of("/images/x"), DiskSource.Format.RAW), 0);
            List<ThrowingCallable> calls = List.of(other::status, other::machines,
                    () -> other.make(specification(machine, move.to())), () -> other.machine(machine),
                    () -> other.specification(machine), () -> other.start(machine),
                    () -> other.askToPowerDown(machine), () -> other.forceOff(machine), () -> other.pause(machine),
                    () -> other.resume(machine), () -> other.reset(machine), () -> other.remove(machine),
                    () -> other.picture(machine), () -> other.console(machine, 0, 1),
                    () -> other.ask(machine, new Probe.Tcp(80, 1)), () -> other.beginMove(machine, move),
                    () -> other.move(machine, "root"), () -> other.cancelMove(machine, "root"),
                    () -> other.detach(machine, "root", 0));
            for (var call : calls) {
                refused(ProblemCode.NOT_ALLOWED, "may not ask", call);
            }
        }
    }

    @Test
    void oneThatRunsNoMachinesSaysHowItComesToDoSo() throws Exception {
        HostClient host = start(Optional.empty());
        assertThat(role.status()).isEmpty();
        refused(ProblemCode.HOST_UNFIT, "directory: machines", host::status);
        refused(ProblemCode.HOST_UNFIT, "directory: machines", () -> host.make(specification(machine, kept(host))));
        refused(ProblemCode.HOST_UNFIT, "directory: machines", () -> host.detach(machine, "root", 0));
        refused(ProblemCode.HOST_UNFIT, "directory: machines", () -> host.remove(machine));
        refused(ProblemCode.NOT_ALLOWED, "may not ask", () -> as(Peer.Kind.AGENT).machines());
    }

    @Test
    void aReportSaysWhatHostItIs() throws Exception {
        startHost();
        MasterTargetReport report = stage.target().report("1", URI.create("https://keeper:9443"),
                new ServerLoad(0.5, 1, 2, 3, 4));
        assertThat(report.host()).isNull();
        assertThat(report.time()).isAfter(Instant.EPOCH);
        assertThat(report.with(role.status().orElseThrow(), role.halted()).host())
                .isEqualTo(role.status().orElseThrow());
    }
}
