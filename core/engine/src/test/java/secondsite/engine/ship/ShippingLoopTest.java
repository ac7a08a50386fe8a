package secondsite.engine.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Record;

@Timeout(120)
class ShippingLoopTest {

    private static final JournalIdentity IDENTITY = new JournalIdentity(UUID.randomUUID(), 8 << 20);

    private final Bandwidth bandwidth = new Bandwidth(0);
    private final List<Position> positions = new CopyOnWriteArrayList<>();
    private Journal source;
    private Journal sink;
    private JournalReceiver receiver;
    private ShippingLoop loop;

    /** A receiver over a journal that is reached without a network. */
    private static final class JournalReceiver implements Receiver {
        final IntakeGate gate;
        final AtomicBoolean cut = new AtomicBoolean();
        final AtomicLong bytes = new AtomicLong();
        final List<Integer> sizes = new CopyOnWriteArrayList<>();
        final List<Integer> epochs = new CopyOnWriteArrayList<>();
        volatile int leastEpoch = 1;

        JournalReceiver(Journal journal) {
            gate = new IntakeGate(new Intake(journal, journal::durableSequence, () -> leastEpoch),
                    Duration.ofSeconds(2));
        }

        @Override
        public Answer send(Slice slice) {
            if (cut.get()) {
                return new Answer.Unavailable("the network is cut");
            }
            bytes.addAndGet(slice.bytes());
            sizes.add(slice.bytes());
            epochs.add(slice.batches().getFirst().epoch());
            try {
                return gate.take(slice);
            } catch (IOException | InterruptedException e) {
                return new Answer.Unavailable(e.toString());
            }
        }

        @Override
        public Answer position() {
            return cut.get() ? new Answer.Unavailable("the network is cut") : new Answer.Accepted(gate.position());
        }
    }

    @BeforeEach
    void open() throws IOException {
        source = journal("source");
        sink = journal("sink");
        receiver = new JournalReceiver(sink);
    }

    private static Journal journal(String name) throws IOException {
        return Journal.open(SimulatedFolder.named(name), IDENTITY, new JournalSettings(1 << 20), 1, 1, Instant::now);
    }

    private void start(ShippingSettings settings, MonotonicTime time) {
        loop = new ShippingLoop(new ShippingLoop.Route(source, receiver, bandwidth), settings, Instant::now, time,
                new Random(1),
                positions::add);
        loop.start();
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        source.close();
        sink.close();
    }

    private void append(Random random, int records) throws IOException {
        var all = new ArrayList<Record>();
        for (int i = 0; i < records; i++) {
            all.add(Records.random(random, IDENTITY.diskSize()));
        }
        for (Record record : all) {
            source.append(List.of(record));
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !condition.getAsBoolean();) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.sleep(5);
        }
    }

    @Test
    void shipsWhatIsAppendedWhileItRunsAndForcesItByItself() throws Exception {
        start(ShippingSettings.DEFAULTS, MonotonicTime.SYSTEM);
        var random = new Random(2);
        for (int round = 0; round < 5; round++) {
            append(random, 200);
            await(() -> sink.durableSequence() == source.lastSequence());
        }
        assertThat(Records.of(sink)).isEqualTo(Records.of(source));
        await(() -> loop.progress().position().targetSequence() == 1000);
        assertThat(loop.progress()).satisfies(progress -> {
            assertThat(progress.recordsWaiting()).isZero();
            assertThat(progress.bytesWaiting()).isZero();
            assertThat(progress.lagSeconds()).isZero();
            assertThat(progress.lastError()).isEmpty();
            assertThat(progress.bytesSent()).isEqualTo(receiver.bytes.get());
        });
        assertThat(positions.getLast()).isEqualTo(new Position(1, 1000, 1000));
    }

    @Test
    void goesOnWhereItWasAfterTheNetworkWasCut() throws Exception {
        start(ShippingSettings.DEFAULTS, MonotonicTime.SYSTEM);
        var random = new Random(3);
        append(random, 100);
        await(() -> sink.durableSequence() == 100);
        receiver.cut.set(true);
        append(random, 100);
        // the first attempt may have failed before all were appended
        await(() -> loop.progress().state() instanceof ShippingState.Waiting
                && loop.progress().recordsWaiting() == 100);
        assertThat(loop.progress()).satisfies(progress -> {
            assertThat(progress.bytesWaiting()).isPositive();
            assertThat(progress.lastError()).hasValueSatisfying(error -> assertThat(error).contains("cut"));
        });
        long before = receiver.bytes.get();
        receiver.cut.set(false);
        await(() -> sink.durableSequence() == 200);
        assertThat(receiver.bytes.get() - before).as("nothing is sent twice").isLessThan(source.bytes() * 7 / 10);
        assertThat(Records.of(sink)).isEqualTo(Records.of(source));
    }

    @Test
    void packsManySmallBatchesIntoFewOnTheWay() throws Exception {
        for (int i = 0; i < 2000; i++) {
            source.append(List.of(Records.write(i * 512L, 512, 7)));
        }
        start(ShippingSettings.DEFAULTS, MonotonicTime.SYSTEM);
        await(() -> sink.durableSequence() == 2000);
        assertThat(receiver.bytes.get()).isLessThan(source.bytes() / 10);
        assertThat(Records.of(sink)).isEqualTo(Records.of(source));
    }

    @Test
    void sendsNoFasterThanTheBandwidthAllows() throws Exception {
        var random = new Random(4);
        for (int i = 0; i < 40; i++) {
            byte[] noise = new byte[100_000];
            random.nextBytes(noise);
            source.append(List.of(new Record.Write(0, ByteBuffer.wrap(noise), false)));
        }
        bandwidth.limit(200_000);
        var time = new FakeTime();
        start(ShippingSettings.DEFAULTS, time);
        await(() -> sink.durableSequence() == 40);
        double seconds = time.slept.get() / 1e9;
        assertThat(receiver.bytes.get() / seconds).as("bytes in a second of the clock that the loop was given")
                .isLessThan(200_000 * 1.1);
        assertThat(receiver.sizes).allSatisfy(size -> assertThat(size).isLessThan(210_000));
    }

    @Test
    void namesTheStateInWhichOnlyAPersonCanHelp() throws Exception {
        sink.beginEpoch(9);
        source.append(List.of(Records.write(0, 512, 1)));
        start(ShippingSettings.DEFAULTS, MonotonicTime.SYSTEM);
        await(() -> loop.progress().state() instanceof ShippingState.Fenced);
        assertThat(loop.progress().state()).isEqualTo(new ShippingState.Fenced(9));
        assertThat(sink.lastSequence()).isZero();
    }

    /** It would wait at the receiver for the gap to be filled, and come after whatever fills it. */
    @Test
    void nothingOfANewerEpochIsSentWhileSomethingOfTheOneBeforeMayBeRefused() throws Exception {
        receiver.leastEpoch = 3;
        source.append(List.of(Records.write(0, 512, 1)));
        source.beginEpoch(3);
        source.append(List.of(Records.write(512, 512, 2)));
        start(ShippingSettings.DEFAULTS, MonotonicTime.SYSTEM);
        await(() -> loop.progress().state() instanceof ShippingState.EpochOver);
        assertThat(loop.progress().state()).isEqualTo(new ShippingState.EpochOver(1, 3));
        assertThat(receiver.epochs).containsOnly(1);
        assertThat(sink.lastSequence()).isZero();
    }

    @Test
    void anEpochThatRisesIsSentWithoutAGap() throws Exception {
        source.append(List.of(Records.write(0, 512, 1)));
        source.beginEpoch(3);
        source.append(List.of(Records.write(512, 512, 2)));
        start(ShippingSettings.DEFAULTS, MonotonicTime.SYSTEM);
        await(() -> sink.durableSequence() == 2);
        assertThat(Records.of(sink)).isEqualTo(Records.of(source));
        assertThat(sink.epoch()).isEqualTo(3);
    }

    @Test
    void endsInTheMiddleOfASendAndLeavesTheJournalUsable() throws Exception {
        receiver.cut.set(true);
        var settings = new ShippingSettings(1 << 20, 3, Optional.empty(), Duration.ofMillis(5), Duration.ofMillis(5),
                Duration.ofSeconds(1), Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(1));
        var random = new Random(9);
        for (int round = 0; round < 20; round++) {
            start(settings, MonotonicTime.SYSTEM);
            append(random, 10);
            loop.close();
        }
        receiver.cut.set(false);
        start(settings, MonotonicTime.SYSTEM);
        await(() -> sink.durableSequence() == 200);
        assertThat(source.failed()).isFalse();
    }

    /** Time that passes only when somebody sleeps. */
    private static final class FakeTime implements MonotonicTime {
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
