package secondsite.drill.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.client.TransferException;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.replication.AllowedAction;
import secondsite.api.replication.DisableRequest;
import secondsite.api.replication.DiskRequest;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.replication.ProtectionState;
import secondsite.drill.tools.Patience;
import secondsite.engine.nbd.NbdClient;

/** A machine is protected, watched, paused, resynchronized, verified and unprotected, all by the API; real programs, real disks. */
class ProtectionByApiTest {

    private static final int SIZE = 8 << 20;
    private static final int BLOCK = 4096;

    private final Random random = new Random(20_261_129);
    private ManagedDeployment deployment;
    private Replicas replicas;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        deployment = new ManagedDeployment(folder);
        replicas = new Replicas(deployment);
    }

    @AfterEach
    void end() {
        deployment.close();
    }

    private Path image(String name) throws IOException {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void aMachineIsProtectedFromTheFirstCopyToTheEnd() throws Exception {
        Path root = image("root.raw");
        Path data = image("data.raw");
        deployment.machine("web", Map.of("root", root, "data", data));
        UUID web = deployment.known("web").id();
        assertThat(protection(web).state()).isEqualTo(ProtectionState.UNPROTECTED);
        assertThat(allowed(web, ProtectionAction.PAUSE).reason()).isEqualTo(ErrorCode.NOT_PROTECTED);
        try (NbdClient guest = NbdClient.connect(deployment.socket("web", "root"), "")) {
            write(guest, 0, 1);

            Job enabled = deployment.done(deployment.protection().enable(web, new EnableRequest(null, null, null,
                    List.of())));
            assertThat(enabled.tasks()).extracting(Job.Task::name).containsExactly("prerequisites",
                    "create-replication", "initial-replication", "finalize");
            assertThat(protection(web).state()).isEqualTo(ProtectionState.PROTECTED);
            assertThatThrownBy(() -> deployment.protection().enable(web,
                    new EnableRequest(null, null, null, List.of()))).isInstanceOf(TransferException.class)
                    .hasMessageContaining(ErrorCode.ALREADY_PROTECTED.name());
            replicas.awaitEqual(web, Map.of("root", root, "data", data));

            deployment.protection().pause(web);
            write(guest, 1 << 20, 2);
            assertThat(protection(web).paused()).isTrue();
            assertThat(allowed(web, ProtectionAction.RESYNC).reason()).isEqualTo(ErrorCode.PAUSED);
            deployment.protection().resume(web);
            replicas.awaitEqual(web, Map.of("root", root, "data", data));

            assertThat(deployment.protection().resyncPreview(web).required()).isFalse();
            assertThat(deployment.protection().resyncPreview(web).compareBytes()).isEqualTo(2L * SIZE);
            deployment.done(deployment.protection().resync(web));
            Patience.until("it verified itself", ManagedDeployment.LONG, () -> verified(web));
            deployment.done(deployment.protection().bookmark(web, "before the change"));
            write(guest, 2 << 20, 3);
            Patience.until("the bookmark is at the target", ManagedDeployment.LONG,
                    () -> bookmarks(web).contains("before the change"));
            assertThat(bookmark(web).disks()).hasSize(2);
            assertThat(bookmark(web).verified()).as("nothing was compared since").isFalse();
            deployment.done(deployment.protection().verify(web));
            Patience.until("the bookmark is verified", ManagedDeployment.LONG, () -> bookmark(web).verified());
            replicas.awaitEqual(web, Map.of("root", root, "data", data));
        }
        UUID rootDisk = disk(web, "root");
        deployment.done(deployment.protection().removeDisk(web, DiskRequest.of(rootDisk)));
        assertThat(protection(web).pairs()).extracting(Protection.Pair::name).containsExactly("data");
        try (NbdClient guest = NbdClient.connect(deployment.socket("web", "root"), "")) {
            write(guest, 3 << 20, 4);
        }
        deployment.done(deployment.protection().addDisk(web, rootDisk));
        assertThat(protection(web).pairs()).extracting(Protection.Pair::name).containsExactly("data", "root");
        replicas.awaitEqual(web, Map.of("root", root, "data", data));

        deployment.done(deployment.protection().disable(web, new DisableRequest(false, "the test is over", null)));
        assertThat(protection(web).state()).isEqualTo(ProtectionState.UNPROTECTED);
        assertThat(deployment.points().replicas()).as("the replica is kept").hasSize(2);
    }

    private MachinePoint bookmark(UUID machine) {
        try {
            return points(machine).stream().filter(point -> "before the change".equals(point.label())).findFirst()
                    .orElseThrow();
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<MachinePoint> points(UUID machine) throws TransferException {
        return deployment.recovery().points(machine, MachinePointQuery.ALL).points();
    }

    /** That all disks have. */
    private List<String> bookmarks(UUID machine) {
        try {
            return points(machine).stream().filter(MachinePoint::complete).map(MachinePoint::label).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Protection protection(UUID machine) throws TransferException {
        return deployment.protection().protection(machine);
    }

    private boolean verified(UUID machine) {
        try {
            return protection(machine).verified() != null;
        } catch (TransferException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AllowedAction allowed(UUID machine, ProtectionAction action) throws TransferException {
        return protection(machine).actions().stream().filter(each -> each.action() == action).findFirst()
                .orElseThrow();
    }

    private UUID disk(UUID machine, String name) {
        return deployment.disk(machine, name);
    }

    private void write(NbdClient guest, long offset, int seed) throws IOException {
        byte[] bytes = new byte[BLOCK];
        new Random(seed).nextBytes(bytes);
        guest.ask(NbdClient.Command.WRITE, NbdClient.FLAG_FUA, seed, offset, BLOCK, ByteBuffer.wrap(bytes));
        assertThat(guest.done()).isEqualTo(seed);
    }
}
