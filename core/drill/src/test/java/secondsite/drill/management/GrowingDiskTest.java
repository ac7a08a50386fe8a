package secondsite.drill.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.TransferException;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.point.Export;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.ProtectionState;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;
import secondsite.engine.nbd.NbdClient;

/** A device becomes larger while it is protected, in a deployment of real programs: it is told, taken in, and no point is lost. */
@Timeout(600)
class GrowingDiskTest {

    private static final int SMALL = 24 << 20;
    /** No whole number of the blocks that have checksums. */
    private static final int ODD = SMALL + 512;
    private static final int LARGE = 40 << 20;
    private static final int PIECE = 8 << 20;

    @TempDir
    private Path folder;

    private final CleanUp cleanUp = new CleanUp();
    private final Random random = new Random(5);
    private Path image;
    private String device;
    private ManagedDeployment deployment;
    private UUID machine;
    private UUID disk;

    @BeforeEach
    void begin() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")),
                "skipped: only root may have devices and trace them");
        assumeTrue(Files.isDirectory(Path.of("/sys/kernel/tracing/instances")),
                "skipped: this machine's kernel tells nothing of writes");
        image = folder.resolve("disk.raw");
        resize(ODD);
        device = Shell.run("losetup", "--find", "--show", image.toString());
        cleanUp.later(() -> Shell.run("losetup", "--detach", device));
        write(0, 8 << 20);
        deployment = new ManagedDeployment(Files.createDirectories(folder.resolve("deployment")));
        cleanUp.later(deployment::close);
        deployment.machine("web", Map.of("data", Path.of(device)));
        machine = deployment.known("web").id();
        disk = deployment.disk(machine, "data");
        deployment.done(deployment.protection().enable(machine,
                new EnableRequest(null, "process-server", "master-target", List.of())));
    }

    @AfterEach
    void end() {
        cleanUp.close();
    }

    private void resize(long bytes) throws IOException {
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
    }

    private void write(long offset, int bytes) throws IOException {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        try (FileChannel to = FileChannel.open(Path.of(device), StandardOpenOption.WRITE)) {
            to.write(ByteBuffer.wrap(some), offset);
            to.force(false);
        }
    }

    private MachinePoint bookmark(String label) throws IOException {
        deployment.done(deployment.protection().bookmark(machine, label));
        Patience.until("the bookmark " + label + " is at the target", ManagedDeployment.LONG,
                () -> point(label).isPresent());
        return point(label).orElseThrow();
    }

    private Optional<MachinePoint> point(String label) {
        try {
            return deployment.recovery().points(machine, MachinePointQuery.ALL).points().stream()
                    .filter(point -> point.complete() && label.equals(point.label())).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<DiskReport> report() {
        try {
            return deployment.inventory().machine(machine).disks().stream().filter(each -> each.id().equals(disk))
                    .findFirst().map(KnownDisk::report);
        } catch (TransferException.Unavailable _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertIs(MachinePoint point, byte[] wanted) throws IOException {
        Export export = deployment.points().open(disk, point.disks().getFirst().time().toString());
        try (NbdClient served = NbdClient.connect(Path.of(export.unixSocket()), "")) {
            byte[] read = new byte[(int) served.size()];
            for (int at = 0; at < read.length; at += PIECE) {
                int length = Math.min(PIECE, read.length - at);
                served.read(at, length).get(read, at, length);
            }
            // What the disk did not have yet is zeros.
            assertThat(Arrays.mismatch(read, Arrays.copyOf(wanted, Math.max(wanted.length, read.length))))
                    .as("first byte that differs").isNegative();
        } finally {
            deployment.points().close(export.id());
        }
    }

    private ProtectionState state() {
        try {
            return deployment.protection().protection(machine).state();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** While nothing was taken in, the part that was known goes on. */
    private void grows(long bytes) throws IOException {
        resize(bytes);
        Shell.run("losetup", "--set-capacity", device);
        Patience.until("it is told that it is larger", ManagedDeployment.LONG, () -> report().stream()
                .flatMap(now -> now.problems().stream()).anyMatch(what -> what.code() == ErrorCode.DISK_RESIZED));
        write(4096, 1 << 20);
        bookmark("as large as before " + bytes);
    }

    private void isTakenIn(long bytes) throws IOException {
        deployment.agent("web").stop();
        write(bytes - (5 << 20), 5 << 20);
        deployment.agent("web").start();
        Patience.until("all of it is captured", ManagedDeployment.LONG,
                () -> report().filter(now -> now.size() == bytes).isPresent());
        deployment.done(deployment.protection().resync(machine));
        Patience.until("it is protected again", ManagedDeployment.LONG, () -> state() == ProtectionState.PROTECTED
                && report().stream().allMatch(now -> now.problems().isEmpty()));
    }

    @Test
    void aDiskThatGrewIsTakenInAndEveryPointStaysAsItWas() throws IOException {
        byte[] first = Files.readAllBytes(image);
        MachinePoint before = bookmark("before");
        grows(LARGE);
        isTakenIn(LARGE);
        byte[] second = Files.readAllBytes(image);
        MachinePoint larger = bookmark("larger");
        write(LARGE - 8192, 8192);
        byte[] third = Files.readAllBytes(image);
        MachinePoint after = bookmark("after");
        deployment.restart();
        Patience.until("the server is there again", ManagedDeployment.LONG,
                () -> report().isPresent() && deployment.server().running());
        assertIs(before, first);
        assertIs(larger, second);
        assertIs(after, third);
        assertThat(deployment.protection().protection(machine).pairs().getFirst().size()).isEqualTo(LARGE);
    }
}
