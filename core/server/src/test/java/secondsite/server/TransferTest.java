package secondsite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.PointClient;
import secondsite.api.client.TransferClient;
import secondsite.api.client.TransferException;
import secondsite.api.point.Extraction;
import secondsite.api.point.ExtractionRequest;
import secondsite.api.transfer.Checksums;
import secondsite.api.transfer.CopyStatus;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.ShippingState;
import secondsite.server.stage.InitialCopyOf;
import secondsite.server.stage.Sender;
import secondsite.server.stage.Stage;
import secondsite.server.web.Peer;

/** Agent's part, process server and master target over real HTTPS. */
@Timeout(180)
class TransferTest {

    @TempDir
    private Path directory;

    private Stage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new Stage(directory);
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    /** The disk at the target as it is at its newest point, written into a file by the target itself. */
    private byte[] extracted(String at) throws Exception {
        PointClient administrator = stage.administrator();
        String file = "at-" + at + "-" + UUID.randomUUID() + ".raw";
        Extraction extraction = administrator.extract(stage.disk, new ExtractionRequest(at, file, "raw"));
        while (extraction.state().equals("running")) {
            Thread.sleep(5);
            extraction = administrator.extraction(extraction.id());
        }
        assertThat(extraction.state()).as("%s", extraction).isEqualTo("done");
        return Files.readAllBytes(directory.resolve("extractions").resolve(file));
    }

    @Test
    void aDiskArrivesThroughBothServersAndCanBeBroughtBackToAnyRecord() throws Exception {
        stage.start();
        try (var sender = new Sender(stage, 1)) {
            byte[] first = sender.contents();
            sender.write(100);
            byte[] atHundred = sender.contents();
            sender.awaitTarget();
            InitialCopyOf.run(stage.agent(), stage.disk, first, 0);
            sender.write(100);
            sender.awaitTarget();
            assertThat(extracted("latest")).isEqualTo(sender.contents());
            assertThat(extracted("100")).isEqualTo(atHundred);
            assertThat(extracted("0")).isEqualTo(first);
        }
    }

    @Test
    void theInitialCopyFillsTheBaseAndGoesOnWhereItWas() throws Exception {
        stage.start();
        byte[] contents = new byte[(int) Stage.DISK_BYTES];
        new Random(5).nextBytes(contents);
        Arrays.fill(contents, 100_000, 1_500_000, (byte) 0);
        TransferClient agent = stage.agent();
        List<ByteBuffer> batches = InitialCopyOf.batches(stage.disk, contents);
        CopyStatus nothing = agent.copyStatus(stage.disk);
        assertThat(nothing.copiedChunks().isEmpty()).isTrue();
        for (ByteBuffer batch : batches.subList(0, batches.size() / 2)) {
            agent.postCopy(stage.disk, List.of(batch));
        }
        int durable = agent.forceCopy(stage.disk).copiedChunks().cardinality();
        assertThatThrownBy(() -> agent.finishCopy(stage.disk, 0))
                .isInstanceOfSatisfying(TransferException.Refused.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.CONFLICT))
                .hasMessageContaining("missing");

        stage.killTarget(new Random(7));
        stage.startTarget();
        CopyStatus half = agent.copyStatus(stage.disk);
        assertThat(half.copiedChunks().cardinality()).isGreaterThanOrEqualTo(durable);
        int perBatch = (int) (Stage.DISK_BYTES / batches.size());
        for (int i = 0; i < batches.size(); i++) {
            if (!half.copiedChunks().get((int) ((long) i * perBatch / half.chunkBytes()))) {
                agent.postCopy(stage.disk, List.of(batches.get(i)));
            }
        }
        assertThat(agent.finishCopy(stage.disk, 0).finished()).isTrue();
        assertThat(extracted("latest")).isEqualTo(contents);
        assertThatThrownBy(() -> agent.postCopy(stage.disk, List.of(batches.getFirst())))
                .isInstanceOf(TransferException.Refused.class).hasMessageContaining("over");
    }

    @Test
    void checksumsThroughTheGatewayAreThoseOfTheDiskAtTheTarget() throws Exception {
        stage.start();
        byte[] contents = new byte[(int) Stage.DISK_BYTES];
        new Random(6).nextBytes(contents);
        InitialCopyOf.run(stage.agent(), stage.disk, contents, 0);
        for (int block : new int[]{4096, 65536}) {
            Checksums sums = stage.agent().checksums(stage.disk, 0, contents.length, block, OptionalLong.empty(),
                    false);
            ByteBuffer own = ByteBuffer.allocate(contents.length / block * 16);
            new BlockHash(sums.seed()).sums(ByteBuffer.wrap(contents), block, own);
            assertThat(sums.sums()).isEqualTo(own.flip());
        }
        assertThatThrownBy(() -> stage.agent().checksums(stage.disk, 1, 4096, 4096, OptionalLong.empty(), false))
                .isInstanceOfSatisfying(TransferException.Refused.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.BAD_REQUEST));
    }

    @Test
    void checksumsOfSomePartsAreThoseOfTheWholeThere() throws Exception {
        stage.start();
        byte[] contents = new byte[(int) Stage.DISK_BYTES];
        new Random(8).nextBytes(contents);
        InitialCopyOf.run(stage.agent(), stage.disk, contents, 0);
        int last = contents.length / 65536 - 1;
        BitSet parts = BitSet.valueOf(new long[]{0b1011});
        parts.set(last);
        Checksums some = stage.agent().checksums(stage.disk, 0, contents.length, 4096, parts);
        ByteBuffer own = ByteBuffer.allocate(contents.length / 4096 * 16);
        new BlockHash(some.seed()).sums(ByteBuffer.wrap(contents), 4096, own);
        for (int part = 0; part <= last; part++) {
            ByteBuffer expected = parts.get(part) ? own.slice(part * 256, 256) : ByteBuffer.allocate(256);
            assertThat(some.sums().slice(part * 256, 256)).as("part " + part).isEqualTo(expected);
        }
        for (int wrong : new int[]{last + 1, last + 900}) {
            var beyond = new BitSet();
            beyond.set(wrong);
            assertThatThrownBy(() -> stage.agent().checksums(stage.disk, 0, contents.length, 4096, beyond))
                    .isInstanceOfSatisfying(TransferException.Refused.class,
                            e -> assertThat(e.code()).isEqualTo(ProblemCode.BAD_REQUEST));
        }
    }

    @Test
    void theProcessServerMayBeKilledAtAnyMoment() throws Exception {
        stage.start();
        var random = new Random(11);
        try (var sender = new Sender(stage, 11)) {
            for (int round = 0; round < 6; round++) {
                sender.write(150);
                long before = sender.acknowledged();
                sender.await(() -> sender.acknowledged() > before);
                stage.killGateway(random.nextBoolean() ? random : null);
                long acknowledged = sender.acknowledged();
                sender.write(20);
                stage.startGateway();
                assertThat(stage.agent().position(stage.disk).gatewaySequence()).as("what was acknowledged is there")
                        .isGreaterThanOrEqualTo(acknowledged);
            }
            sender.awaitTarget();
            InitialCopyOf.run(stage.agent(), stage.disk, new byte[(int) Stage.DISK_BYTES], 0);
            assertThat(extracted("latest")).isEqualTo(sender.contents());
        }
    }

    @Test
    void theMasterTargetMayBeKilledAtAnyMoment() throws Exception {
        stage.start();
        var random = new Random(12);
        try (var sender = new Sender(stage, 12)) {
            for (int round = 0; round < 6; round++) {
                sender.write(150);
                long before = sender.progress().position().targetSequence();
                sender.await(() -> sender.progress().position().targetSequence() > before);
                stage.killTarget(random.nextBoolean() ? random : null);
                sender.write(20);
                stage.startTarget();
            }
            sender.awaitTarget();
            InitialCopyOf.run(stage.agent(), stage.disk, new byte[(int) Stage.DISK_BYTES], 0);
            assertThat(extracted("latest")).isEqualTo(sender.contents());
        }
    }

    @Test
    void aCacheThatWasLostBeginsAnewWhereTheTargetEnds() throws Exception {
        stage.start();
        try (var sender = new Sender(stage, 13)) {
            sender.write(50);
            sender.awaitTarget();
            stage.stopGateway();
            for (String folder : stage.cacheFolder.folders()) {
                for (String name : stage.cacheFolder.folder(folder).names()) {
                    stage.cacheFolder.folder(folder).delete(name);
                }
            }
            stage.startGateway();
            sender.write(50);
            sender.awaitTarget();
            InitialCopyOf.run(stage.agent(), stage.disk, new byte[(int) Stage.DISK_BYTES], 0);
            assertThat(extracted("latest")).isEqualTo(sender.contents());
        }
    }

    @Test
    void aFullCacheAsksForAPauseAndGoesOnWhenTheTargetIsThereAgain() throws Exception {
        stage.cacheLimit = 16 << 20;
        stage.start();
        try (var sender = new Sender(stage, 14)) {
            sender.write(10);
            sender.awaitTarget();
            stage.stopTarget();
            for (int i = 0; i < 5; i++) {
                sender.write(1000);
            }
            sender.await(
                    () -> sender.progress().state() instanceof ShippingState.Waiting waiting && waiting.backPressure());
            assertThat(sender.progress().lastError()).hasValueSatisfying(error -> assertThat(error).contains("full"));
            assertThat(stage.gatewayAdministrator().gateway().getFirst().cacheBytes())
                    .as("with the indexes of its segments").isLessThanOrEqualTo((16 << 20) + (256 << 10));
            stage.startTarget();
            sender.awaitTarget();
        }
    }

    @Test
    void aFullDiskUnderTheCacheOrTheReplicaLosesNothingAndPasses() throws Exception {
        stage.start();
        try (var sender = new Sender(stage, 15)) {
            sender.write(10);
            sender.awaitTarget();
            stage.cacheFolder.capacity(400_000);
            sender.write(300);
            sender.await(() -> sender.progress().lastError().isPresent());
            stage.cacheFolder.capacity(1 << 30);
            sender.awaitTarget();
            stage.replicaFolder.capacity(1_500_000);
            sender.write(300);
            PointClient gateway = stage.gatewayAdministrator();
            sender.await(() -> lastError(gateway) != null);
            stage.replicaFolder.capacity(1 << 30);
            sender.awaitTarget();
            InitialCopyOf.run(stage.agent(), stage.disk, new byte[(int) Stage.DISK_BYTES], 0);
            assertThat(extracted("latest")).isEqualTo(sender.contents());
        }
    }

    private static String lastError(PointClient gateway) {
        try {
            return gateway.gateway().getFirst().lastError();
        } catch (TransferException e) {
            throw new AssertionError(e);
        }
    }

    private Batch batch(UUID disk, int epoch, long first, int records) throws IOException {
        var all = new ArrayList<SequencedRecord>();
        for (int i = 0; i < records; i++) {
            all.add(new SequencedRecord(first + i, 1, new Record.Write(0, ByteBuffer.allocate(512), false)));
        }
        return new BatchPacker(1 << 20, true).pack(disk.getMostSignificantBits(), epoch, all);
    }

    private static void post(TransferClient client, UUID disk, int epoch, Batch batch) throws TransferException {
        client.postSlice(disk, epoch, batch.firstSequence(), batch.lastSequence(), List.of(batch.bytes()));
    }

    @Test
    void refusesStaleEpochsGapsDamageAndOtherDisksWithCodes() throws Exception {
        stage.start();
        TransferClient agent = stage.agent();
        UUID disk = stage.disk;
        post(agent, disk, 3, batch(disk, 3, 1, 5));
        post(agent, disk, 3, batch(disk, 3, 1, 5));
        assertThat(agent.position(disk).gatewaySequence()).isEqualTo(5);
        assertThatThrownBy(() -> post(agent, disk, 2, batch(disk, 2, 6, 1)))
                .isInstanceOfSatisfying(TransferException.StaleEpoch.class, e -> assertThat(e.epoch()).isEqualTo(3));
        assertThatThrownBy(() -> post(agent, disk, 3, batch(disk, 3, 9, 1)))
                .isInstanceOfSatisfying(TransferException.Gap.class,
                        e -> assertThat(e.expectedSequence()).isEqualTo(6));
        ByteBuffer flipped = ByteBuffer.allocate(batch(disk, 3, 6, 1).length()).put(batch(disk, 3, 6, 1).bytes())
                .flip();
        flipped.put(80, (byte) (flipped.get(80) ^ 1));
        assertThatThrownBy(() -> agent.postSlice(disk, 3, 6, 6, List.of(flipped)))
                .isInstanceOfSatisfying(TransferException.Refused.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.DAMAGED));
        assertThatThrownBy(() -> agent.postSlice(disk, 3, 6, 7, List.of(batch(disk, 3, 6, 1).bytes())))
                .isInstanceOfSatisfying(TransferException.Refused.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.DAMAGED));
        assertThatThrownBy(() -> post(agent, disk, 3, batch(UUID.randomUUID(), 3, 6, 1)))
                .isInstanceOfSatisfying(TransferException.Refused.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.DAMAGED));
        assertThat(agent.position(disk).gatewaySequence()).isEqualTo(5);
        post(agent, disk, 3, batch(disk, 3, 6, 1));
    }

    @Test
    void anEpochThatTheTargetHasHeardOfFencesTheOldSenderThroughTheGateway() throws Exception {
        stage.start();
        try (var sender = new Sender(stage, 16)) {
            sender.write(10);
            sender.awaitTarget();
            var beside = new TransferClient(stage.connect(stage.targetUri(), Peer.Kind.PROCESS_SERVER, "gateway"));
            post(beside, stage.disk, 7, batch(stage.disk, 7, 11, 1));
            sender.write(1);
            sender.await(() -> sender.progress().state() instanceof ShippingState.Fenced);
            assertThat(sender.progress().state()).isEqualTo(new ShippingState.Fenced(7));
        }
    }

    @Test
    void everybodyMayDoOnlyWhatIsTheirs() throws Exception {
        stage.start();
        UUID disk = stage.disk;
        Batch batch = batch(disk, 1, 1, 1);
        var otherAgent = new TransferClient(stage.connect(stage.gatewayUri(), Peer.Kind.AGENT, "other"));
        assertRefused(ProblemCode.NOT_ALLOWED, () -> post(otherAgent, disk, 1, batch));
        assertRefused(ProblemCode.NOT_ALLOWED, () -> otherAgent.position(disk));
        assertRefused(ProblemCode.NOT_ALLOWED, () -> otherAgent.copyStatus(disk));
        assertRefused(ProblemCode.NOT_ALLOWED, () -> otherAgent.postCopy(disk, List.of(batch.bytes())));
        assertRefused(ProblemCode.NOT_ALLOWED, () -> otherAgent.finishCopy(disk, 0));
        assertRefused(ProblemCode.NOT_ALLOWED,
                () -> otherAgent.checksums(disk, 0, 4096, 4096, OptionalLong.empty(), false));
        assertRefused(ProblemCode.UNKNOWN_DISK, () -> stage.agent().position(UUID.randomUUID()));
        for (Peer peer : List.of(new Peer(Peer.Kind.AGENT, "machine"), new Peer(Peer.Kind.PROCESS_SERVER, "another"),
                new Peer(Peer.Kind.ADMINISTRATOR, "anna"))) {
            var client = new TransferClient(stage.connect(stage.targetUri(), peer.kind(), peer.id()));
            assertRefused(ProblemCode.NOT_ALLOWED, () -> post(client, disk, 1, batch));
            assertRefused(ProblemCode.NOT_ALLOWED, () -> client.postCopy(disk, List.of(batch.bytes())));
        }
        for (Peer peer : List.of(new Peer(Peer.Kind.AGENT, "machine"), new Peer(Peer.Kind.PROCESS_SERVER, "gateway"))) {
            var client = new PointClient(stage.connect(stage.targetUri(), peer.kind(), peer.id()));
            assertRefused(ProblemCode.NOT_ALLOWED, client::replicas);
            assertRefused(ProblemCode.NOT_ALLOWED, () -> client.points(disk, Instant.EPOCH, Instant.now()));
            assertRefused(ProblemCode.NOT_ALLOWED, () -> client.open(disk, "latest"));
            assertRefused(ProblemCode.NOT_ALLOWED, client::exports);
            assertRefused(ProblemCode.NOT_ALLOWED,
                    () -> client.extract(disk, new ExtractionRequest("latest", "stolen", "raw")));
        }
        assertThat(stage.agent().position(disk).gatewaySequence()).isZero();
    }

    private interface Call {
        void make() throws Exception;
    }

    private static void assertRefused(ProblemCode code, Call call) {
        assertThatThrownBy(call::make).isInstanceOfSatisfying(TransferException.Refused.class,
                e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void theGatewaySendsNoFasterThanItsBandwidth() throws Exception {
        var time = new CountedTime();
        stage.time = time;
        stage.bandwidth = 300_000;
        stage.start();
        try (var sender = new Sender(stage, 17)) {
            sender.write(400);
            sender.awaitTarget();
            long bytes = stage.replicaFolder.folder(stage.disk.toString()).folder("journal").names().stream()
                    .mapToLong(name -> sizeAtTarget(name)).sum();
            assertThat(bytes).isGreaterThan(1_000_000);
            assertThat(bytes / (time.slept.get() / 1e9)).as("bytes in a second of the clock that the gateway was given")
                    .isLessThan(300_000 * 1.2);
        }
    }

    private long sizeAtTarget(String name) {
        try (var file = stage.replicaFolder.folder(stage.disk.toString()).folder("journal").openReadOnly(name)) {
            return file.size();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Time that passes only when somebody sleeps. */
    private static final class CountedTime implements MonotonicTime {
        final AtomicLong slept = new AtomicLong();

        @Override
        public long nanos() {
            return slept.get();
        }

        @Override
        public void sleep(long nanos) {
            slept.addAndGet(nanos);
        }
    }
}
