package secondsite.server.target.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.TransferClient;
import secondsite.api.client.TransferException;
import secondsite.api.policy.Retention;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ServerLoad;
import secondsite.api.transfer.Checksums;
import secondsite.api.transfer.Position;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.disk.MemoryDisk;
import secondsite.server.stage.InitialCopyOf;
import secondsite.server.stage.Stage;
import secondsite.server.web.Peer;

/** Replicas that begin as a disk that the target's computer has from before, over real HTTPS; the oracle is that disk. */
@Timeout(120)
class SeedsTest {

    private static final int SIZE = 20 << 20;
    private static final int BLOCK = 64 << 10;
    /** Room for about two chunks. */
    private static final long TIGHT = 72L << 20;
    private static final long AMPLE = 1L << 40;

    @TempDir
    private Path directory;

    private final byte[] content = new byte[SIZE];
    private Stage stage;
    private Path seeds;

    @BeforeEach
    void start() throws IOException {
        seeds = Files.createDirectory(directory.resolve("seeds"));
        stage = new Stage(directory);
        stage.managed = true;
        stage.seeds = List.of(seeds);
        stage.startTarget();
        new Random(5).nextBytes(content);
        Files.write(seed(), content);
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    private Path seed() {
        return seeds.resolve("root.raw");
    }

    private static MasterTargetAssignment.KeptDisk kept(UUID disk, String seed) {
        return new MasterTargetAssignment.KeptDisk(disk, "machine", "root", SIZE, "gateway",
                new Retention(1440, 72, 14), 3, seed);
    }

    private void assign(String digest, MasterTargetAssignment.KeptDisk... disks) throws IOException {
        stage.target().assign(new MasterTargetAssignment(digest, List.of(disks)));
    }

    private TransferClient gateway() {
        return new TransferClient(stage.connect(stage.targetUri(), Peer.Kind.PROCESS_SERVER, "gateway"));
    }

    private MasterTargetReport.Kept reported(UUID disk) throws IOException {
        return stage.target().report("1", URI.create("https://keeper:9443"), new ServerLoad(0.5, 1, 2, 3, 4)).disks()
                .stream().filter(kept -> kept.disk().equals(disk)).findFirst().orElseThrow();
    }

    private interface Question {
        boolean isSo() throws IOException;
    }

    private void await(Question question) throws Exception {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !question.isSo();) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Asks as a gateway does: again and again while that is the answer. */
    private Position position(UUID disk) throws Exception {
        var position = new Position[1];
        await(() -> {
            try {
                position[0] = gateway().position(disk);
                return true;
            } catch (TransferException.Unavailable _) {
                return false;
            }
        });
        return position[0];
    }

    private void assertFilled() throws Exception {
        assertThat(position(stage.disk).targetSequence()).as("a comparison is due").isOne();
        assertThat(gateway().copyStatus(stage.disk).finished()).isTrue();
        Checksums there = gateway().checksums(stage.disk, 0, SIZE, BLOCK, OptionalLong.empty(), true);
        var disk = new MemoryDisk(SIZE);
        disk.write(ByteBuffer.wrap(content), 0);
        assertThat(there.sums()).isEqualTo(new BlockHash(there.seed()).of(disk, 0, SIZE, BLOCK).sums());
        MasterTargetReport.Kept now = reported(stage.disk);
        assertThat(now.copiedChunks()).isEqualTo(now.chunks()).isEqualTo(5);
        assertThat(now.problem()).isNull();
    }

    private void assertSaysComeAgain() {
        assertThatThrownBy(() -> gateway().position(stage.disk)).isInstanceOf(TransferException.Unavailable.class)
                .hasMessageContaining("of 5 chunks").hasMessageContaining("come again");
        assertThatThrownBy(() -> gateway().copyStatus(stage.disk)).isInstanceOf(TransferException.Unavailable.class);
        assertThatThrownBy(() -> gateway().finishCopy(stage.disk, 0))
                .isInstanceOf(TransferException.Unavailable.class);
    }

    /** The target's disk runs full half way. */
    private void fillHalf() throws Exception {
        stage.replicaFolder.capacity(TIGHT);
        assign("one", kept(stage.disk, seed().toString()));
        await(() -> String.valueOf(reported(stage.disk).problem()).startsWith("STORE_FULL"));
        assertThat(reported(stage.disk).copiedChunks()).isBetween(1, 4);
    }

    @Test
    void theReplicaIsAsTheSeedBeforeItReceives() throws Exception {
        assign("one", kept(stage.disk, seed().toString()));
        assertFilled();
        assign("two", kept(stage.disk, seed().toString()));
        assertFilled();
    }

    @Test
    void untilThenWhoeverSendsIsToldToComeAgain() throws Exception {
        fillHalf();
        assertSaysComeAgain();
        stage.stopTarget();
        stage.startTarget();
        assertSaysComeAgain();
    }

    @Test
    void goesOnAfterALossOfPower() throws Exception {
        fillHalf();
        stage.killTarget(new Random(7));
        stage.replicaFolder.capacity(AMPLE);
        stage.startTarget();
        assertFilled();
    }

    @Test
    void whatIsHalfFilledFromASeedThatVanishedIsThrownAway() throws Exception {
        fillHalf();
        stage.stopTarget();
        stage.replicaFolder.capacity(AMPLE);
        Files.delete(seed());
        stage.startTarget();
        assertReceivedFromNothing(stage.disk, "cannot be found");
        assertThat(reported(stage.disk).copiedChunks()).isZero();
        InitialCopyOf.run(gateway(), stage.disk, content, 0);
        assertThat(reported(stage.disk).recoverable()).isTrue();
        assertThat(reported(stage.disk).problem()).isNull();
    }

    private void assertReceivedFromNothing(UUID disk, String why) throws Exception {
        assertThat(gateway().position(disk).targetSequence()).isZero();
        assertThat(reported(disk).problem()).startsWith("SEED_UNUSABLE: ").contains(why)
                .contains("received from nothing");
    }

    private UUID assigned(String seed) throws IOException {
        UUID disk = UUID.randomUUID();
        assign("for " + disk, kept(disk, seed));
        return disk;
    }

    @Test
    void whatLiesElsewhereIsNeverOpenedWhereverALinkLeads() throws Exception {
        Path elsewhere = Files.write(directory.resolve("elsewhere.raw"), content);
        Path link = Files.createSymbolicLink(seeds.resolve("link.raw"), elsewhere);
        String outside = "none of the folders";
        assertReceivedFromNothing(assigned(elsewhere.toString()), outside);
        assertReceivedFromNothing(assigned(link.toString()), outside);
        assertReceivedFromNothing(assigned(seeds.resolve("../elsewhere.raw").toString()), outside);
        stage.stopTarget();
        stage.seeds = List.of();
        stage.startTarget();
        assertReceivedFromNothing(assigned(seed().toString()), outside);
    }

    @Test
    void aSeedOfAnotherSizeOrThatIsNoDiskIsTold() throws Exception {
        Path small = Files.write(seeds.resolve("small.raw"), new byte[4096]);
        assertReceivedFromNothing(assigned(small.toString()), "has 4096 bytes, and the disk " + SIZE);
        assertReceivedFromNothing(assigned(seeds.toString()), "neither a file nor a block device");
        assertReceivedFromNothing(assigned(seeds.resolve("missing").toString()), "cannot be found");
    }

    @Test
    void aReplicaThatHasSomethingIsNoLongerFilled() throws Exception {
        assign("one", kept(stage.disk, null));
        assertThat(gateway().position(stage.disk).targetSequence()).isZero();
        assign("two", kept(stage.disk, seed().toString()));
        assertThat(gateway().position(stage.disk).targetSequence()).isZero();
        assertThat(reported(stage.disk).problem()).isNull();
        assertThat(reported(stage.disk).copiedChunks()).isZero();
    }
}
