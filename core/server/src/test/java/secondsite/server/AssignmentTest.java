package secondsite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.Connection;
import secondsite.api.client.PointClient;
import secondsite.api.client.TransferClient;
import secondsite.api.client.TransferException;
import secondsite.api.client.TransferException.Busy;
import secondsite.api.client.TransferException.Refused;
import secondsite.api.point.Extraction;
import secondsite.api.point.ExtractionRequest;
import secondsite.api.point.ReplicaSummary;
import secondsite.api.policy.BandwidthSchedule;
import secondsite.api.policy.Retention;
import secondsite.api.policy.WeekWindow;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.ProcessServerAssignment;
import secondsite.api.site.ProcessServerAssignment.Pair;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerLoad;
import secondsite.api.transfer.GatewayStatus;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.ShippingState;
import secondsite.server.process.ProcessServer;
import secondsite.server.settings.Listen;
import secondsite.server.settings.MasterTargetSettings;
import secondsite.server.settings.ProcessServerSettings;
import secondsite.server.settings.Size;
import secondsite.server.settings.Span;
import secondsite.server.stage.InitialCopyOf;
import secondsite.server.stage.Sender;
import secondsite.server.target.rest.MasterTarget;
import secondsite.server.web.Identities;
import secondsite.server.web.Peer;
import secondsite.server.web.PeerCheck;

/** A process server whose pairs are assigned, moved and taken away while records flow, between agents and master targets over HTTPS. */
@Timeout(180)
class AssignmentTest {

    private static final long SIZE = 1 << 20;
    private static final ServerLoad LOAD = new ServerLoad(0, 0, 0, 0, 0);
    private static final int SECTOR = 512;

    @TempDir
    private Path directory;

    private final Identities identities = new Identities();
    private final UUID web = UUID.randomUUID();
    private final UUID mail = UUID.randomUUID();
    private final SimulatedFolder cache = SimulatedFolder.named("cache");
    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile Duration later = Duration.ZERO;
    private ProcessServer gateway;
    private int port;
    private int assignments;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    private <T extends AutoCloseable> T opened(T what) {
        open.add(what);
        return what;
    }

    private Instant now() {
        return Instant.now().plus(later);
    }

    private void startGateway() throws IOException {
        var settings = new ProcessServerSettings("gateway", null, null, null, listen(port), null, null,
                new ProcessServerSettings.Cache(Path.of("unused"), new Size(64 << 20), new Size(1 << 20), new Size(0)),
                new Size(0), List.of());
        gateway = new ProcessServer(settings, identities.server(Peer.Kind.PROCESS_SERVER, "gateway"), peers(),
                new ProcessServer.Machine(cache, this::now, MonotonicTime.SYSTEM, new Random()));
        port = gateway.port();
    }

    private static Listen listen(int port) {
        return new Listen("127.0.0.1", port, 500, new Size(64 << 20));
    }

    private static PeerCheck peers() {
        return new PeerCheck(_ -> false, InstantSource.system());
    }

    /** A master target that keeps both disks. */
    private final class Keeper implements AutoCloseable {

        private final String name;
        private final SimulatedFolder replicas;
        private MasterTarget role;
        private int own;

        Keeper(String name) throws IOException {
            this.name = name;
            this.replicas = SimulatedFolder.named(name);
            start();
        }

        void start() throws IOException {
            var settings = new MasterTargetSettings(name, null, null, null, listen(own), null, null,
                    new MasterTargetSettings.Replicas(Path.of("unused"), new Size(1 << 20), new Size(0)),
                    new MasterTargetSettings.Exports(directory), new MasterTargetSettings.Extractions(directory),
                    new MasterTargetSettings.Backups(1),
                    new MasterTargetSettings.Retention(Span.parse("1 d"), Span.parse("3 d"), Span.parse("14 d"),
                            new Size(0)),
                    Span.parse("14 d"), List.of(kept(web), kept(mail)));
            role = new MasterTarget(settings, identities.server(Peer.Kind.MASTER_TARGET, name), peers(),
                    new MasterTarget.Machine(replicas, DirectoryFolder.at(directory.resolve(name + "-exports")),
                            DirectoryFolder.at(directory.resolve(name)), InstantSource.system(), MonotonicTime.SYSTEM,
                            new Random()));
            own = role.port();
        }

        private MasterTargetSettings.Kept kept(UUID disk) {
            return new MasterTargetSettings.Kept(disk, "machine", "root", new Size(SIZE), "gateway");
        }

        /** Keeps one disk, from this epoch on. */
        void assign(int epoch) throws IOException {
            role.assign(new MasterTargetAssignment("epoch " + epoch, List.of(new MasterTargetAssignment.KeptDisk(web,
                    "machine", "root", SIZE, "gateway", new Retention(1440, 72, 14), epoch, null))));
        }

        URI address() {
            return URI.create("https://127.0.0.1:" + own);
        }

        Pair pair(UUID disk) {
            return new Pair(disk, "machine", SIZE, address(), false);
        }

        PointClient asked() {
            return new PointClient(opened(connect(address(), Peer.Kind.ADMINISTRATOR, "anna")));
        }

        long durable(UUID disk) throws IOException {
            return durable(asked(), disk);
        }

        void awaitDurable(UUID disk, long sequence) throws Exception {
            PointClient client = asked();
            await("the target has " + sequence, () -> durable(client, disk) == sequence);
        }

        private static long durable(PointClient client, UUID disk) throws IOException {
            return client.replicas().stream().filter(replica -> replica.disk().equals(disk))
                    .mapToLong(ReplicaSummary::durableSequence).findFirst().orElse(0);
        }

        byte[] latest(UUID disk) throws Exception {
            PointClient administrator = asked();
            String file = UUID.randomUUID() + ".raw";
            Extraction extraction = administrator.extract(disk, new ExtractionRequest("latest", file, "raw"));
            while (extraction.state().equals("running")) {
                Thread.sleep(5);
                extraction = administrator.extraction(extraction.id());
            }
            assertThat(extraction.state()).as("%s", extraction).isEqualTo("done");
            return java.nio.file.Files.readAllBytes(directory.resolve(name).resolve(file));
        }

        @Override
        public void close() throws IOException {
            role.close();
        }
    }

    private Connection connect(URI server, Peer.Kind kind, String id) {
        return new Connection(server, identities.client(kind, id),
                new Connection.Patience(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(60)));
    }

    private TransferClient agent(String name) {
        return new TransferClient(
                opened(connect(URI.create("https://127.0.0.1:" + port), Peer.Kind.AGENT, name)));
    }

    private Sender sender(UUID disk) throws IOException {
        return opened(new Sender(agent("machine"), disk, SIZE, disk.hashCode()));
    }

    private void assign(Pair... pairs) throws IOException {
        gateway.assign(new ProcessServerAssignment("digest " + ++assignments, List.of(pairs), null));
    }

    private ProcessServerReport report() {
        return gateway.report("1", URI.create("https://gateway:9443"), LOAD);
    }

    private interface Wanted {
        boolean holds() throws Exception;
    }

    private static void await(String what, Wanted wanted) throws Exception {
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !wanted.holds();) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            Thread.sleep(10);
        }
    }

    private static List<ByteBuffer> slice(UUID disk, long sequence, long offset, byte[] bytes) throws IOException {
        var write = new Record.Write(offset, ByteBuffer.wrap(bytes), false);
        Batch batch = new BatchPacker(1 << 20, false).pack(disk.getMostSignificantBits(), 1,
                List.of(new SequencedRecord(sequence, sequence, write)));
        return List.of(batch.bytes());
    }

    @Test
    void withoutAnAssignmentNothingIsTaken() throws Exception {
        startGateway();
        assertThatThrownBy(() -> agent("machine").position(web)).isInstanceOfSatisfying(Refused.class,
                e -> assertThat(e.code()).isEqualTo(ProblemCode.UNKNOWN_DISK));
        assertThat(report().applied()).isNull();
        assertThat(report().disks()).isEmpty();
    }

    @Test
    void pairsAreAddedWhileOthersFlow() throws Exception {
        Keeper keeper = opened(new Keeper("keeper"));
        startGateway();
        assign(keeper.pair(web));
        Sender first = sender(web);
        byte[] before = first.contents();
        InitialCopyOf.run(agent("machine"), web, before, 0);
        first.write(200);
        assign(keeper.pair(web), keeper.pair(mail));
        Sender second = sender(mail);
        InitialCopyOf.run(agent("machine"), mail, before, 0);
        first.write(200);
        second.write(200);
        first.awaitTarget();
        second.awaitTarget();
        assertThat(keeper.latest(web)).isEqualTo(first.contents());
        assertThat(keeper.latest(mail)).isEqualTo(second.contents());
        assertThat(report().applied()).isEqualTo("digest 2");
        assertThat(report().disks()).hasSize(2).allSatisfy(disk -> {
            assertThat(disk.state()).isEqualTo("shipping");
            assertThat(disk.position().targetSequence()).isGreaterThan(0);
        });
    }

    private static List<ByteBuffer> inEpoch(UUID disk, int epoch, long sequence) throws IOException {
        var write = new Record.Write(0, ByteBuffer.wrap(new byte[SECTOR]), false);
        return List.of(new BatchPacker(1 << 20, false).pack(disk.getMostSignificantBits(), epoch,
                List.of(new SequencedRecord(sequence, sequence, write))).bytes());
    }

    private void post(int epoch, int recordEpoch, long sequence) throws IOException {
        agent("machine").postSlice(web, epoch, sequence, sequence, inEpoch(web, recordEpoch, sequence));
    }

    private static Pair inEpoch(int epoch, Pair like) {
        return new Pair(like.disk(), like.agent(), like.size(), like.target(), like.compress(), epoch);
    }

    /** From the assignment on, and after a loss of power too. */
    @Test
    void recordsOfAnOlderEpochAreRefusedBeforeAnythingIsWritten() throws Exception {
        Keeper keeper = opened(new Keeper("keeper"));
        startGateway();
        assign(keeper.pair(web));
        post(1, 1, 1);
        assign(inEpoch(3, keeper.pair(web)));
        assertStale(3, () -> post(1, 1, 2));
        assertStale(3, () -> post(2, 2, 2));
        assertStale(3, () -> post(4, 2, 2));
        assertThat(agent("machine").position(web).gatewaySequence()).isOne();
        assertThat(agent("machine").position(web).epoch()).as("who asks hears it too").isEqualTo(3);
        gateway.close();
        cache.losePower(new Random(3));
        startGateway();
        assertStale(3, () -> post(2, 2, 2));
        post(3, 3, 2);
        keeper.awaitDurable(web, 2);
    }

    private interface Posting {
        void send() throws Exception;
    }

    private static void assertStale(int epoch, Posting posting) {
        assertThatThrownBy(posting::send).isInstanceOfSatisfying(TransferException.StaleEpoch.class,
                e -> assertThat(e.epoch()).isEqualTo(epoch));
    }

    /** In a failover that nobody planned the cache belongs to the past: the target has begun a new epoch, and takes nothing of it. */
    @Test
    void whatACacheHoldsOfAnOlderEpochIsRefusedByTheTargetAndGivenUpWhenTheDiskComesBack() throws Exception {
        Keeper keeper = new Keeper("keeper");
        startGateway();
        assign(keeper.pair(web));
        post(1, 1, 1);
        keeper.awaitDurable(web, 1);
        keeper.close();
        post(1, 1, 2);
        post(1, 1, 3);
        keeper.start();
        opened(keeper);
        keeper.assign(2);
        keeper.close();
        keeper.replicas.losePower(new Random(4));
        keeper.start();
        assign(inEpoch(2, keeper.pair(web)));
        await("the target has told the process server", () -> report().disks().getFirst().state().equals("fenced"));
        assertThat(keeper.durable(web)).isOne();
        assertThat(agent("machine").position(web).gatewaySequence()).as("acknowledged, and not given up yet")
                .isEqualTo(3);
        assertThat(agent("machine").position(web).targetSequence()).isOne();
        assign(inEpoch(3, keeper.pair(web)));
        keeper.assign(3);
        assertThatThrownBy(() -> post(3, 3, 4)).isInstanceOfSatisfying(TransferException.Gap.class,
                e -> assertThat(e.expectedSequence()).isEqualTo(2));
        post(3, 3, 2);
        keeper.awaitDurable(web, 2);
    }

    /** The disk came back before the target told that it takes nothing of the past. */
    @Test
    void aCacheWithRecordsOfTwoEpochsIsGivenUpWhereTheOlderOneIsRefused() throws Exception {
        Keeper keeper = new Keeper("keeper");
        startGateway();
        assign(keeper.pair(web));
        post(1, 1, 1);
        keeper.awaitDurable(web, 1);
        keeper.close();
        post(1, 1, 2);
        assign(inEpoch(3, keeper.pair(web)));
        post(3, 3, 3);
        keeper.start();
        opened(keeper);
        keeper.assign(3);
        TransferClient agent = agent("machine");
        await("the cache is given up", () -> agent.position(web).gatewaySequence() == 1);
        post(3, 3, 2);
        keeper.awaitDurable(web, 2);
    }

    /** What only the process server had goes to the new target, and the agent notices nothing. */
    @Test
    void aPairIsMovedToAnotherTargetAndNothingIsLost() throws Exception {
        Keeper east = new Keeper("east");
        Keeper west = opened(new Keeper("west"));
        startGateway();
        east.close();
        // Nobody is there for the first records: begin at the first one, and cache.
        assign(west.pair(web));
        assertThat(agent("machine").position(web).gatewaySequence()).isZero();
        assign(east.pair(web));
        Sender sender = sender(web);
        byte[] before = sender.contents();
        sender.write(300);
        sender.await(() -> sender.acknowledged() == 300);
        assign(west.pair(web));
        sender.write(100);
        sender.awaitTarget();
        InitialCopyOf.run(agent("machine"), web, before, 0);
        assertThat(west.durable(web)).isEqualTo(400);
        assertThat(west.latest(web)).isEqualTo(sender.contents());
    }

    @Test
    void aTargetThatMissesWhatTheCacheNoLongerHasIsToldToTheAgent() throws Exception {
        Keeper east = opened(new Keeper("east"));
        Keeper west = opened(new Keeper("west"));
        startGateway();
        assign(east.pair(web));
        Sender sender = sender(web);
        // Several segments, so that some are released.
        for (int i = 0; i < 10; i++) {
            sender.write(100);
            sender.awaitTarget();
        }
        sender.spool().seal();
        sender.spool().release(sender.spool().durableSequence());
        assign(west.pair(web));
        sender.write(1);
        await("the agent hears how far back the new target is",
                () -> sender.progress().state() instanceof ShippingState.ReceiverTooFarBehind behind
                        && behind.expectedSequence() == 1);
        assertThat(agent("machine").position(web).gatewaySequence()).isZero();
    }

    @Test
    void whatAPairThatGoesHasLeftIsStillShippedThenItsCacheIsDeleted() throws Exception {
        Keeper keeper = new Keeper("keeper");
        startGateway();
        assign(keeper.pair(web), keeper.pair(mail));
        Sender sender = sender(web);
        sender.await(() -> sender.progress().state() instanceof ShippingState.Shipping);
        keeper.close();
        sender.write(200);
        sender.await(() -> sender.acknowledged() == 200);
        assign(keeper.pair(mail));
        assertThatThrownBy(() -> agent("machine").position(web)).isInstanceOf(Refused.class)
                .hasMessageContaining("does not come through here");
        assertThat(report().disks()).extracting(GatewayStatus::disk).contains(web);
        // Also after a restart.
        gateway.close();
        cache.losePower(new Random(7));
        startGateway();
        assertThat(report().applied()).isEqualTo("digest 2");
        assertThat(cache.folders()).contains(web.toString());
        keeper.start();
        opened(keeper);
        await("all has gone", () -> !cache.folders().contains(web.toString()));
        assertThat(keeper.durable(web)).isEqualTo(200);
        assertThat(report().disks()).extracting(GatewayStatus::disk).containsExactly(mail);
        gateway.close();
        cache.losePower(new Random(8));
        assertThat(cache.folders()).containsExactly(mail.toString());
        startGateway();
        assertThat(report().disks()).extracting(GatewayStatus::disk).containsExactly(mail);
    }

    @Test
    void aPairThatComesBackKeepsItsCache() throws Exception {
        Keeper keeper = new Keeper("keeper");
        startGateway();
        assign(keeper.pair(web));
        Sender sender = sender(web);
        sender.await(() -> sender.progress().state() instanceof ShippingState.Shipping);
        keeper.close();
        sender.write(50);
        sender.await(() -> sender.acknowledged() == 50);
        assign();
        assign(keeper.pair(web));
        assertThat(agent("machine").position(web).gatewaySequence()).isEqualTo(50);
        keeper.start();
        opened(keeper);
        sender.write(50);
        sender.awaitTarget();
        assertThat(keeper.durable(web)).isEqualTo(100);
    }

    @Test
    void whatATargetDoesNotTakeForAWeekIsGivenUp() throws Exception {
        Keeper keeper = new Keeper("keeper");
        startGateway();
        assign(keeper.pair(web));
        Sender sender = sender(web);
        sender.await(() -> sender.progress().state() instanceof ShippingState.Shipping);
        keeper.close();
        sender.write(20);
        sender.await(() -> sender.acknowledged() == 20);
        assign();
        later = Duration.ofDays(6);
        Thread.sleep(1500);
        assertThat(cache.folders()).contains(web.toString());
        later = Duration.ofDays(7).plusMinutes(1);
        await("it is given up", () -> cache.folders().isEmpty());
        await("and told no more", () -> report().disks().isEmpty());
    }

    @Test
    void aRestartWithoutTheConfigurationServerGoesOn() throws Exception {
        Keeper keeper = opened(new Keeper("keeper"));
        startGateway();
        assign(keeper.pair(web));
        Sender sender = sender(web);
        byte[] before = sender.contents();
        sender.write(100);
        for (int life = 1; life <= 3; life++) {
            gateway.close();
            cache.losePower(new Random(life));
            startGateway();
            assertThat(report().applied()).isEqualTo("digest 1");
            sender.write(100);
        }
        sender.awaitTarget();
        InitialCopyOf.run(agent("machine"), web, before, 0);
        assertThat(keeper.latest(web)).isEqualTo(sender.contents());
    }

    @Test
    void whatWasAssignedIsNotBelievedWhenItIsDamagedAndCachesStay() throws Exception {
        Keeper keeper = new Keeper("keeper");
        startGateway();
        assign(keeper.pair(web));
        Sender sender = sender(web);
        sender.await(() -> sender.progress().state() instanceof ShippingState.Shipping);
        keeper.close();
        sender.write(30);
        sender.await(() -> sender.acknowledged() == 30);
        gateway.close();
        try (var file = cache.open("assigned")) {
            file.write(ByteBuffer.wrap(new byte[]{'x'}), 60);
        }
        startGateway();
        assertThat(report().applied()).isNull();
        assertThatThrownBy(() -> agent("machine").position(web)).isInstanceOf(Refused.class);
        keeper.start();
        opened(keeper);
        assign(keeper.pair(web));
        sender.awaitTarget();
        assertThat(keeper.durable(web)).isEqualTo(30);
    }

    @Test
    void anotherAgentMaySendWhenItIsAssignedAndTheOldOneMayNot() throws Exception {
        Keeper keeper = opened(new Keeper("keeper"));
        startGateway();
        assign(keeper.pair(web));
        TransferClient first = agent("machine");
        TransferClient second = agent("other");
        first.postSlice(web, 1, 1, 1, slice(web, 1, 0, new byte[SECTOR]));
        assertThatThrownBy(() -> second.position(web)).isInstanceOf(Refused.class);
        Pair pair = keeper.pair(web);
        assign(new Pair(web, "other", pair.size(), pair.target(), false));
        assertThat(second.position(web).gatewaySequence()).isEqualTo(1);
        assertThatThrownBy(() -> first.position(web)).isInstanceOfSatisfying(Refused.class,
                e -> assertThat(e.code()).isEqualTo(ProblemCode.NOT_ALLOWED));
    }

    @Test
    void aDiskOfAnotherSizeBeginsWhenTheRecordsOfTheOldOneHaveGone() throws Exception {
        Keeper keeper = new Keeper("keeper");
        startGateway();
        assign(keeper.pair(web));
        TransferClient agent = agent("machine");
        agent.position(web);
        keeper.close();
        agent.postSlice(web, 1, 1, 1, slice(web, 1, 0, new byte[SECTOR]));
        Pair larger = new Pair(web, "machine", 2 * SIZE, keeper.address(), false);
        assign(larger);
        assertThatThrownBy(() -> agent.position(web)).isInstanceOf(Busy.class).hasMessageContaining("another size");
        keeper.start();
        opened(keeper);
        await("the old records have gone", () -> {
            try {
                return agent.position(web).gatewaySequence() == 1;
            } catch (Busy e) {
                return false;
            }
        });
        assertThat(keeper.durable(web)).isEqualTo(1);
        assertThat(agent.postSlice(web, 1, 2, 2, slice(web, 2, SIZE, new byte[SECTOR])).gatewaySequence())
                .isEqualTo(2);
    }

    /** The same plain records, once compressed before the wide line and once not. */
    @Test
    void whatComesPlainIsCompressedBeforeTheLineWhenThePairSaysSo() throws Exception {
        Keeper keeper = opened(new Keeper("keeper"));
        startGateway();
        Pair plain = keeper.pair(web);
        Pair packed = new Pair(mail, "machine", SIZE, keeper.address(), true);
        assign(plain, packed);
        TransferClient agent = agent("machine");
        byte[] contents = new byte[(int) SIZE];
        for (UUID disk : List.of(web, mail)) {
            InitialCopyOf.run(agent, disk, new byte[(int) SIZE], 0);
            for (int i = 0; i < 64; i++) {
                byte[] text = ("line " + i + " of a log that says the same again and again\n").repeat(200).getBytes(
                        java.nio.charset.StandardCharsets.US_ASCII);
                int offset = i * (16 << 10);
                byte[] sectors = java.util.Arrays.copyOf(text, text.length / SECTOR * SECTOR);
                agent.postSlice(disk, 1, i + 1, i + 1, slice(disk, i + 1, offset, sectors));
                System.arraycopy(sectors, 0, contents, offset, sectors.length);
            }
        }
        await("both are there", () -> keeper.durable(web) == 64 && keeper.durable(mail) == 64);
        assertThat(keeper.latest(web)).isEqualTo(contents);
        assertThat(keeper.latest(mail)).isEqualTo(contents);
        long plainBytes = journalBytes(keeper, web);
        assertThat(plainBytes).isGreaterThan(64 * 9_000L);
        assertThat(journalBytes(keeper, mail)).isLessThan(plainBytes / 4);
    }

    /** The target stores batches as they came. */
    private static long journalBytes(Keeper keeper, UUID disk) throws IOException {
        long bytes = 0;
        SimulatedFolder journal = keeper.replicas.folder(disk.toString()).folder("journal");
        for (String segment : journal.names()) {
            try (var file = journal.openReadOnly(segment)) {
                bytes += file.size();
            }
        }
        return bytes;
    }

    @Test
    void theLineIsNarrowInTheHoursThatTheScheduleNames() throws Exception {
        Keeper keeper = opened(new Keeper("keeper"));
        startGateway();
        // A Monday, ten o'clock in Berlin.
        Instant monday = Instant.parse("2026-11-30T09:00:00Z");
        later = Duration.between(Instant.now(), monday);
        var hours = new WeekWindow(Set.of(DayOfWeek.MONDAY), LocalTime.of(8, 0), LocalTime.of(18, 0));
        gateway.assign(new ProcessServerAssignment("narrow", List.of(keeper.pair(web)), new BandwidthSchedule(0,
                List.of(new BandwidthSchedule.Limit(hours, 250_000)), "Europe/Berlin")));
        assertThat(gateway.bandwidth().limit()).isEqualTo(250_000);
        later = later.plusHours(8);
        await("the evening is free", () -> gateway.bandwidth().limit() == 0);
        later = later.plusHours(14).minusMinutes(1);
        Thread.sleep(1100);
        assertThat(gateway.bandwidth().limit()).as("Tuesday").isZero();
        later = later.plusDays(6).plusMinutes(2);
        await("next Monday morning is narrow", () -> gateway.bandwidth().limit() == 250_000);
        gateway.close();
        startGateway();
        assertThat(gateway.bandwidth().limit()).as("after a restart").isEqualTo(250_000);
    }

    @Test
    void nonsenseIsRefusedAndChangesNothing() throws Exception {
        Keeper keeper = opened(new Keeper("keeper"));
        startGateway();
        assign(keeper.pair(web));
        Pair good = keeper.pair(mail);
        for (Pair wrong : List.of(new Pair(null, "machine", SIZE, good.target(), false),
                new Pair(mail, "../machine", SIZE, good.target(), false),
                new Pair(mail, "machine", 0, good.target(), false),
                new Pair(mail, "machine", SIZE, URI.create("http://keeper:1"), false),
                new Pair(mail, "machine", SIZE, null, false), keeper.pair(web))) {
            assertThatThrownBy(() -> assign(keeper.pair(web), wrong)).as("%s", wrong)
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cannot be carried out");
        }
        assertThatThrownBy(() -> gateway.assign(new ProcessServerAssignment("zone", List.of(),
                new BandwidthSchedule(0, List.of(), "Nowhere/Land")))).hasMessageContaining("Nowhere/Land");
        assertThatThrownBy(() -> gateway.assign(new ProcessServerAssignment(null, List.of(), null)))
                .hasMessageContaining("digest");
        assertThat(report().applied()).isEqualTo("digest 1");
        assertThat(agent("machine").position(web).gatewaySequence()).isZero();
    }
}
