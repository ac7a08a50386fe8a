package secondsite.server.target.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.TransferClient;
import secondsite.api.client.TransferException;
import secondsite.api.policy.Retention;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ServerLoad;
import secondsite.engine.file.Folder;
import secondsite.server.stage.InitialCopyOf;
import secondsite.server.stage.Sender;
import secondsite.server.stage.Stage;
import secondsite.server.web.Peer;

/** A master target that is told by a configuration server what to keep, over real HTTPS. */
@Timeout(120)
class AssignmentTest {

    private static final Retention RETENTION = new Retention(1440, 72, 14);
    private static final URI ADDRESS = URI.create("https://keeper:9443");

    private static final ServerLoad LOAD = new ServerLoad(0.5, 1, 2, 3, 4);

    @TempDir
    private Path directory;

    private Stage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new Stage(directory);
        stage.managed = true;
        stage.start();
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    private MasterTargetAssignment.KeptDisk kept(UUID disk, long size, String processServer) {
        return new MasterTargetAssignment.KeptDisk(disk, "machine", "root", size, processServer, RETENTION);
    }

    private void assign(String digest, MasterTargetAssignment.KeptDisk... disks) throws IOException {
        stage.target().assign(new MasterTargetAssignment(digest, List.of(disks)));
    }

    private MasterTargetReport report() throws IOException {
        return stage.target().report("1", ADDRESS, LOAD);
    }

    private MasterTargetReport.Kept reported(UUID disk) throws IOException {
        return report().disks().stream().filter(kept -> kept.disk().equals(disk)).findFirst().orElseThrow();
    }

    private TransferClient as(String processServer) {
        return new TransferClient(stage.connect(stage.targetUri(), Peer.Kind.PROCESS_SERVER, processServer));
    }

    @Test
    void aDiskIsReceivedFromTheMomentItIsAssigned() throws Exception {
        assertThat(report().applied()).isNull();
        assertThat(report().disks()).isEmpty();
        refused(ProblemCode.UNKNOWN_DISK, () -> as("gateway").position(stage.disk));
        assign("one", kept(stage.disk, Stage.DISK_BYTES, "gateway"));
        assertThat(reported(stage.disk).recoverable()).isFalse();
        try (var sender = new Sender(stage, 1)) {
            byte[] first = sender.contents();
            sender.write(50);
            sender.awaitTarget();
            InitialCopyOf.run(stage.agent(), stage.disk, first, 0);
            sender.write(10);
            sender.awaitTarget();
        }
        MasterTargetReport report = report();
        assertThat(report.applied()).isEqualTo("one");
        assertThat(report.address()).isEqualTo(ADDRESS);
        assertThat(report.frozen()).isNull();
        assertThat(report.load()).isEqualTo(LOAD);
        assertThat(report.disks()).singleElement().satisfies(disk -> {
            assertThat(disk.recoverable()).isTrue();
            assertThat(disk.newestSequence()).isEqualTo(60);
            assertThat(disk.oldest()).isBefore(disk.newest());
            assertThat(disk.copiedChunks()).isEqualTo(disk.chunks());
            assertThat(disk.journalBytes()).isPositive();
            assertThat(disk.problem()).isNull();
        });
    }

    @Test
    void afterALossOfPowerItGoesOnWithoutBeingTold() throws Exception {
        assign("one", kept(stage.disk, Stage.DISK_BYTES, "gateway"));
        try (var sender = new Sender(stage, 2)) {
            sender.write(20);
            sender.awaitTarget();
            stage.killTarget(new Random(3));
            stage.startTarget();
            assertThat(report().applied()).isEqualTo("one");
            sender.write(20);
            sender.awaitTarget();
        }
        assertThat(reported(stage.disk).newestSequence()).isEqualTo(40);
    }

    @Test
    void onlyTheProcessServerThatIsAssignedMaySend() throws Exception {
        assign("one", kept(stage.disk, Stage.DISK_BYTES, "gateway"));
        as("gateway").position(stage.disk);
        refused(ProblemCode.NOT_ALLOWED, () -> as("other").position(stage.disk));
        assign("two", kept(stage.disk, Stage.DISK_BYTES, "other"));
        as("other").position(stage.disk);
        refused(ProblemCode.NOT_ALLOWED, () -> as("gateway").position(stage.disk));
    }

    @Test
    void aDiskThatIsAssignedNoMoreIsKeptAndNotReceived() throws Exception {
        UUID other = UUID.randomUUID();
        assign("one", kept(stage.disk, Stage.DISK_BYTES, "gateway"), kept(other, 4096, "gateway"));
        as("gateway").position(stage.disk);
        as("gateway").position(other);
        assign("two", kept(other, 4096, "gateway"));
        refused(ProblemCode.UNKNOWN_DISK, () -> as("gateway").position(stage.disk));
        as("gateway").position(other);
        assertThat(report().disks()).extracting(MasterTargetReport.Kept::disk)
                .containsExactlyInAnyOrder(stage.disk, other);
        assertThat(reported(stage.disk).problem()).isNull();
        assign("three", kept(stage.disk, Stage.DISK_BYTES, "gateway"));
        as("gateway").position(stage.disk);
    }

    @Test
    void aDiskThatBecameSmallerIsAProblemAndTheOthersGoOn() throws Exception {
        UUID other = UUID.randomUUID();
        assign("one", kept(stage.disk, Stage.DISK_BYTES, "gateway"));
        as("gateway").position(stage.disk);
        assign("two", kept(stage.disk, Stage.DISK_BYTES / 2, "gateway"), kept(other, 4096, "gateway"));
        assertThat(report().applied()).isEqualTo("two");
        assertThat(reported(stage.disk).problem()).startsWith("DISK_RESIZED").contains("protect the disk anew");
        assertThat(reported(other).problem()).isNull();
        as("gateway").position(stage.disk);
        as("gateway").position(other);
        stage.stopTarget();
        stage.startTarget();
        as("gateway").position(stage.disk);
        assertThat(reported(stage.disk).problem()).startsWith("DISK_RESIZED");
    }

    @Test
    void aReplicaThatVanishedIsToldAndNotBegunAnew() throws Exception {
        assign("one", kept(stage.disk, Stage.DISK_BYTES, "gateway"));
        as("gateway").position(stage.disk);
        stage.stopTarget();
        vanish(stage.disk);
        stage.startTarget();
        assertThat(reported(stage.disk).problem()).startsWith("REPLICA_GONE").contains(stage.disk.toString());
        assertThatThrownBy(() -> as("gateway").position(stage.disk)).isInstanceOf(TransferException.Unavailable.class)
                .hasMessageContaining("REPLICA_GONE");
        assign("two");
        assign("three", kept(stage.disk, Stage.DISK_BYTES, "gateway"));
        as("gateway").position(stage.disk);
        assertThat(reported(stage.disk).problem()).isNull();
    }

    @Test
    void damageIsNamed() throws Exception {
        assign("one", kept(stage.disk, Stage.DISK_BYTES, "gateway"));
        as("gateway").position(stage.disk);
        stage.stopTarget();
        Folder replica = stage.replicaFolder.folder(stage.disk.toString());
        try (var identity = replica.open("identity")) {
            identity.write(ByteBuffer.wrap(new byte[]{1}), 30);
        }
        stage.startTarget();
        assertThat(reported(stage.disk).problem()).startsWith("REPLICA_DAMAGED").contains("identity");
    }

    @Test
    void anAssignmentThatIsNoneChangesNothing() throws Exception {
        assign("one", kept(stage.disk, Stage.DISK_BYTES, "gateway"));
        assertThatThrownBy(() -> assign("two", kept(stage.disk, 512, "gateway"), kept(stage.disk, 512, "gateway")))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> assign(null)).hasMessageContaining("digest");
        assertThat(report().applied()).isEqualTo("one");
        as("gateway").position(stage.disk);
    }

    private void vanish(UUID disk) throws IOException {
        Folder replica = stage.replicaFolder.folder(disk.toString());
        stage.replicaFolder.force();
        empty(replica);
        stage.replicaFolder.deleteFolder(disk.toString());
    }

    private static void empty(Folder folder) throws IOException {
        for (String name : folder.names()) {
            folder.delete(name);
        }
        for (String name : folder.folders()) {
            empty(folder.folder(name));
            folder.deleteFolder(name);
        }
    }

    private interface Call {
        void make() throws Exception;
    }

    private static void refused(ProblemCode code, Call call) {
        assertThatThrownBy(call::make).isInstanceOfSatisfying(TransferException.Refused.class,
                e -> assertThat(e.code()).isEqualTo(code));
    }
}
