package secondsite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.api.ProblemCode;
import secondsite.api.client.Connection;
import secondsite.api.client.HostClient;
import secondsite.api.client.Pem;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.ConsoleText;
import secondsite.api.host.DiskSource;
import secondsite.api.host.KeptExportRequest;
import secondsite.api.host.MachineDisk;
import secondsite.api.host.MachineSpecification;
import secondsite.api.host.MachineState;
import secondsite.api.host.MoveState;
import secondsite.api.host.NetworkCard;
import secondsite.api.host.Probe;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.server.hypervisor.Guest;
import secondsite.server.hypervisor.GuestLedger;
import secondsite.server.stage.InitialCopyOf;
import secondsite.server.web.Identities;
import secondsite.server.web.Peer;

/**
 * A master target that is a host, in a process of its own: real guests over a replica, ordered as the configuration server does it.
 */
@Timeout(600)
class HostedMachinesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final String HOME = "192.168.7.20/24";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private final Identities identities = new Identities();
    private final UUID disk = UUID.randomUUID();
    private final UUID web = UUID.randomUUID();
    private final UUID base = UUID.randomUUID();
    private final List<Connection> connections = new ArrayList<>();
    private Path place;
    private int port;
    private Process program;

    @BeforeEach
    void begin() throws Exception {
        place = Files.createTempDirectory("hm");
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        TlsIdentity own = identities.server(Peer.Kind.MASTER_TARGET, "keeper");
        Files.writeString(place.resolve("certificate.pem"), Pem.of(own.chain().getFirst()));
        Files.writeString(place.resolve("authority.pem"), Pem.of(own.authorities().getFirst()));
        Path key = Files.createFile(place.resolve("key.pem"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, Pem.of("PRIVATE KEY", own.key().getEncoded()));
        Path probes = Files.createDirectory(place.resolve("probes"));
        Path look = Files.writeString(probes.resolve("look"),
                "#!/bin/sh\necho \"$1 $SECONDSITE_NAME at $SECONDSITE_PORT_80\"\nexit $2\n");
        Files.setPosixFilePermissions(look, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(place.resolve("server.yaml"), """
                roles: [master-target]
                masterTarget:
                  id: keeper
                  listen: {port: %d}
                  exports: {directory: e}
                  machines:
                    directory: m
                    probes: probes
                    accelerated: false
                  disks:
                    - {id: %s, machine: web, name: root, size: 64 MiB, processServer: gateway}
                """.formatted(port, disk));
        startTarget();
    }

    @AfterEach
    void end() throws Exception {
        if (program.isAlive()) {
            for (UUID machine : List.of(web, base)) {
                host().remove(machine);
            }
        }
        connections.forEach(Connection::close);
        program.destroyForcibly().waitFor();
        try (Stream<Path> all = Files.walk(place)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private void startTarget() throws Exception {
        program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "server", "--configuration",
                place.resolve("server.yaml").toString()).redirectErrorStream(true)
                .redirectOutput(place.resolve("log").toFile()).start();
        await(() -> {
            assertThat(program.isAlive()).as(Files.readString(place.resolve("log"))).isTrue();
            return Files.readString(place.resolve("log")).contains("ready");
        });
    }

    private Connection connect(Peer.Kind kind, String id) {
        var connection = new Connection(URI.create("https://127.0.0.1:" + port), identities.client(kind, id),
                new Connection.Patience(Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(120)));
        connections.add(connection);
        return connection;
    }

    private HostClient host() {
        return new HostClient(connect(Peer.Kind.CONFIGURATION_SERVER, "configuration-server"));
    }

    /** The disk arrives; then its file system is destroyed, as by somebody who means ill. */
    private void replicate() throws Exception {
        var gateway = new TransferClient(connect(Peer.Kind.PROCESS_SERVER, "gateway"));
        Path original = Guest.disk(place.resolve("original.raw"), "64M");
        InitialCopyOf.run(gateway, disk, Files.readAllBytes(original), 0);
        var batch = new BatchPacker(1 << 20, true).pack(disk.getMostSignificantBits(), 1,
                List.of(new SequencedRecord(1, 1, new Record.Zero(0, 1 << 20))));
        ByteBuffer bytes = batch.bytes();
        gateway.postSlice(disk, 1, 1, 1, List.of(bytes));
    }

    /** At home it has an address that it keeps in a test; and a network with others of the same test. */
    private MachineSpecification specification(UUID machine, String name, DiskSource source, String shared,
            String... words) throws IOException {
        return new MachineSpecification(machine, name, Guest.MEMORY_MEBIBYTES, 1, Guest.boot(words),
                List.of(new MachineDisk("root", source)),
                List.of(new NetworkCard("52:54:00:00:01:01",
                        new CardNetwork.Isolated(List.of(new CardNetwork.Forward(0, 80))), HOME, "192.168.7.1"),
                        new NetworkCard("52:54:00:00:02:0" + shared.charAt(shared.length() - 1),
                                new CardNetwork.Shared("test of " + disk), shared + "/24", null)));
    }

    private DiskSource keep(UUID export, String at) throws IOException {
        host().keep(disk, export, new KeptExportRequest(at, "test"));
        return new DiskSource.Past(disk, export);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("it did not come to be").isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private boolean passes(UUID machine, Probe probe) throws IOException {
        return host().ask(machine, probe).passed();
    }

    private String said(UUID machine) throws IOException {
        return host().console(machine, 0, ConsoleText.MOST_BYTES).text().replace("\r", "");
    }

    private void awaitThreeMore(UUID machine) throws Exception {
        long told = GuestLedger.told(said(machine));
        await(() -> GuestLedger.told(said(machine)) >= told + 3);
    }

    private static void refused(ProblemCode code, String why, Callable<?> call) {
        assertThatThrownBy(call::call).isInstanceOfSatisfying(TransferException.Refused.class,
                e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code)).hasMessageContaining(why);
    }

    @Test
    void aMachineComesUpFromAPointAnswersOutlivesItsTargetStandsAloneAndGoesWithoutATrace() throws Exception {
        replicate();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        var nowhere = new DiskSource.Past(disk, second);
        refused(ProblemCode.HOST_UNFIT, "have it kept first",
                () -> host().make(specification(base, "base", nowhere, "10.77.0.1")));
        MachineSpecification asked = specification(base, "base", keep(first, "0"), "10.77.0.1",
                "secondsite.pace=0.1");
        assertThat(host().make(asked).state()).isEqualTo(MachineState.MADE);
        assertThat(host().make(asked).state()).isEqualTo(MachineState.MADE);
        refused(ProblemCode.CONFLICT, "made otherwise",
                () -> host().make(specification(base, "other", asked.disks().getFirst().source(), "10.77.0.1")));
        host().make(specification(web, "web", keep(second, "0"), "10.77.0.2", "secondsite.reach=10.77.0.1:80"));
        MachineSpecification made = host().specification(base);
        assertThat(made.disks()).isEqualTo(asked.disks());
        assertThat(hostPort(made)).isNotZero().isNotEqualTo(hostPort(host().specification(web)));
        assertThat(passes(base, new Probe.Console("up", 1))).isFalse();
        assertThat(host().ask(base, new Probe.Tcp(80, 1)).evidence()).contains("MADE");

        host().start(base);
        await(() -> passes(base, new Probe.Console("secondsite-guest: up", 60)));
        await(() -> passes(base, new Probe.Tcp(80, 60)));
        host().start(web);
        assertThat(passes(web, new Probe.Tcp(80, 60))).as("its system is not up yet").isFalse();
        assertThat(passes(base, new Probe.Http(80, "/", 200, "secondsite-guest is here", 60))).isTrue();
        assertThat(host().ask(base, new Probe.Http(80, "/", 200, "welcome", 60)).evidence()).contains("welcome");
        assertThat(host().ask(base, new Probe.Http(80, "/nothing", 200, "", 60)).evidence()).contains("404");
        assertThat(host().ask(base, new Probe.Script("look", List.of("here", "0"), 60)).evidence())
                .isEqualTo("it ended with 0: here base at " + hostPort(made));
        assertThat(passes(base, new Probe.Script("look", List.of("here", "3"), 60))).isFalse();
        refused(ProblemCode.HOST_UNFIT, "no program", () -> host().ask(base, new Probe.Script("none", List.of(), 9)));
        refused(ProblemCode.HOST_UNFIT, "forward", () -> host().ask(base, new Probe.Tcp(81, 9)));
        assertThat(host().picture(base)).startsWith(PNG);
        await(() -> passes(web, new Probe.Console("secondsite-guest: reached", 60)));

        assertThat(host().detach(base, "root", 1 << 20).state()).isEqualTo(MoveState.COPYING);
        program.destroyForcibly().waitFor();
        startTarget();
        assertThat(host().machine(base).state()).isEqualTo(MachineState.RUNNING);
        awaitThreeMore(base);
        await(() -> host().detach(base, "root", 0).state() == MoveState.DONE);
        assertThat(host().specification(base).disks().getFirst().source()).isInstanceOf(DiskSource.Image.class);
        host().release(disk, first);
        awaitThreeMore(base);
        assertThat(host().make(asked).state()).isEqualTo(MachineState.RUNNING);
        host().askToPowerDown(base);
        await(() -> host().machine(base).state() == MachineState.SHUT_DOWN);
        assertNothingWasLost(base);

        host().remove(base);
        assertThat(host().machines()).hasSize(1);
        awaitThreeMore(web);
        host().remove(web);
        host().release(disk, second);
        assertThat(host().machines()).isEmpty();
        assertThat(host().keptExports(disk)).isEmpty();
        assertThat(ProcessHandle.allProcesses().flatMap(each -> each.info().commandLine().stream()))
                .noneMatch(line -> line.contains(base.toString()) || line.contains(web.toString()));
        assertThat(list("m")).containsExactly("lock");
        assertThat(list("e")).isEmpty();
    }

    private static int hostPort(MachineSpecification made) {
        return ((CardNetwork.Isolated) made.cards().getFirst().network()).forwards().getFirst().hostPort();
    }

    /** Its own account of what it wrote, read from the image that is all that there is. */
    private void assertNothingWasLost(UUID machine) throws Exception {
        var image = (DiskSource.Image) host().specification(machine).disks().getFirst().source();
        Path raw = place.resolve("raw");
        Process convert = new ProcessBuilder("qemu-img", "convert", "-O", "raw", image.file().toString(),
                raw.toString()).redirectErrorStream(true).start();
        assertThat(new String(convert.getInputStream().readAllBytes())).isEmpty();
        assertThat(convert.waitFor()).isZero();
        GuestLedger ledger = GuestLedger.of(raw);
        assertThat(ledger.fault()).isEmpty();
        assertThat(ledger.last()).isGreaterThanOrEqualTo(GuestLedger.told(said(machine))).isPositive();
    }

    private List<String> list(String folder) throws IOException {
        try (Stream<Path> all = Files.list(place.resolve(folder))) {
            return all.map(each -> each.getFileName().toString()).toList();
        }
    }
}
