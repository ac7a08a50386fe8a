package secondsite.drill.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.api.client.TransferException;
import secondsite.api.host.Boot;
import secondsite.api.host.Probe;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.SystemFacts;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.ProbeResult;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.replication.EnableRequest;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;

/**
 * An installed Debian on a disk that is only listened to, protected in a deployment of real programs: its copies start from their own boot loader to
 * user space, as it was at the chosen point.
 */
@Tag("long")
@Timeout(900)
class PhysicalReplicaTest {

    private static final int MEMORY_MEBIBYTES = 512;
    private static final int BOOT_SECONDS = 240;

    private final CleanUp cleanUp = new CleanUp();
    private Path folder;
    private PhysicalServer server;
    private ManagedDeployment deployment;
    private UUID machine;

    @BeforeEach
    void check() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")),
                "skipped: only root may have devices and trace them");
        assumeTrue(Files.isDirectory(Path.of("/sys/kernel/tracing/instances")),
                "skipped: this machine's kernel tells nothing of writes");
        folder = Files.createTempDirectory("ph");
        cleanUp.later(this::delete);
    }

    private void delete() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(each);
            }
        }
    }

    @AfterEach
    void end() {
        cleanUp.close();
    }

    private void begin(Boot.Firmware firmware) throws Exception {
        server = new PhysicalServer(folder, firmware.name().toLowerCase(Locale.ROOT), cleanUp);
        server.tells("first words");
        deployment = ManagedDeployment.hosting(folder, "directory: machines\naccelerated: false",
                ManagedDeployment.Start.PLAIN);
        cleanUp.later(deployment::close);
        deployment.machine("physical", Map.of("system", server.device()));
        machine = deployment.known("physical").id();
        deployment.done(deployment.protection().enable(machine,
                new EnableRequest(null, TwoSites.GATEWAY, TwoSites.KEEPER, List.of())));
    }

    /** @param words that the copy has to say when it is up */
    private Failover test(Boot.Firmware firmware, String words, String point) throws TransferException {
        deployment.failovers().set(machine, new RecoverySettings(MEMORY_MEBIBYTES, 1, new Boot.FromDisk(firmware), null,
                List.of(), List.of(new Probe.Console(PhysicalServer.up(words), BOOT_SECONDS)), null));
        OrderedFailover ordered = deployment.failovers().order(machine, FailoverRequest.of(FailoverKind.TEST, point));
        deployment.done(ordered.job());
        Failover test = deployment.failovers().failover(ordered.failover());
        deployment.done(deployment.failovers().clean(test.id(), "looked at").job());
        return test;
    }

    private MachinePoint bookmark(String label) throws TransferException {
        deployment.done(deployment.protection().bookmark(machine, label));
        var found = new MachinePoint[1];
        Patience.until("the bookmark " + label + " is at the target", ManagedDeployment.LONG, () -> {
            try {
                found[0] = deployment.recovery().points(machine, MachinePointQuery.ALL).points().stream()
                        .filter(point -> point.complete() && label.equals(point.label())).findFirst().orElse(null);
                return found[0] != null;
            } catch (TransferException e) {
                throw new UncheckedIOException(e);
            }
        });
        return found[0];
    }

    @ParameterizedTest
    @CsvSource({"BIOS", "UEFI"})
    void aCopyStartsFromItsOwnBootLoaderAsTheServerWasAtThePoint(Boot.Firmware firmware) throws Exception {
        begin(firmware);
        isToldOf();
        MachinePoint earlier = bookmark("earlier");
        server.tells("second words");
        bookmark("later");

        assertWorks(test(firmware, "second words", "latest"));
        server.tells("third words");
        assertWorks(test(firmware, "first words", earlier.id().toString()));
        bookmark("it is protected all the while");
    }

    private static void assertWorks(Failover test) {
        assertThat(test.state()).isEqualTo(FailoverState.RUNNING);
        assertThat(test.probes()).extracting(ProbeResult::passed).doesNotContain(false).isNotEmpty();
    }

    /** What the administrator reads of the disk is what the disk was made with. */
    private void isToldOf() {
        var told = new SystemFacts[1];
        Patience.until("the agent tells what the machine is made of", ManagedDeployment.LONG, () -> {
            try {
                told[0] = deployment.inventory().machine(machine).system();
                return told[0] != null;
            } catch (TransferException e) {
                throw new UncheckedIOException(e);
            }
        });
        List<DeviceFacts> parts = told[0].devices().stream().filter(each -> each.on().contains(server.name())).toList();
        assertThat(parts).extracting(each -> each.content() == null ? null : each.content().type())
                .contains("ext4", "swap");
        assertThat(told[0].devices()).filteredOn(each -> each.name().equals(server.name())).singleElement()
                .satisfies(disk -> assertThat(disk.disk()).isNotNull());
    }
}
