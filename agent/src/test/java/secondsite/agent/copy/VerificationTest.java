package secondsite.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.GapReason;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.api.machine.DiskVerification;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;

/** A disk under load against a replica in memory, whole, damaged, and behind. */
@Timeout(120)
class VerificationTest {

    private static final int SIZE = (20 << 20) + 5000;
    /** So small that guests hit the same blocks again and again, and write the same bytes into them. */
    private static final int HOT = 1 << 20;
    private static final long PAUSE_NANOS = 50_000;

    private final Random random = new Random(3);
    private final SplitCapture capture;
    private final ModelTarget target;

    VerificationTest() throws Exception {
        var disk = new MemoryDisk(SIZE);
        disk.write(some(8 << 20), 0);
        disk.write(some(3000), SIZE - 3000);
        var settings = new CaptureSettings(new JournalIdentity(new UUID(1, 2), SIZE), 1, new UUID(3, 4),
                new SpoolLimits(4L << 30, 0));
        capture = new SplitDiskOpening(disk, SimulatedFolder.named("spool"), SimulatedFolder.named("beside"), settings,
                InstantSource.system()).open();
        target = new ModelTarget(capture);
        assertThat(new InitialCopy(capture, target, means()).run()).isTrue();
    }

    @AfterEach
    void close() throws IOException {
        capture.close();
    }

    private static CopyMeans means() {
        return new CopyMeans(1, true, new Bandwidth(0), InstantSource.system(), MonotonicTime.SYSTEM);
    }

    private ByteBuffer some(int length) {
        var data = ByteBuffer.allocate(length);
        random.nextBytes(data.array());
        return data;
    }

    private Verification verification(ReadingTarget replica) {
        return new Verification(capture, replica, means(), new Bandwidth(0), () -> {
        });
    }

    private DiskVerification verify(ReadingTarget replica) throws Exception {
        return verification(replica).run(() -> {
        });
    }

    /** Somebody writes ten thousand times a second for as long as something is done; often the same bytes to and fro. */
    private void underLoad(long seed, Callable what) throws Exception {
        var stop = new AtomicBoolean();
        var failure = new AtomicReference<Throwable>();
        Thread guest = Thread.ofPlatform().start(() -> {
            var load = new Random(seed);
            try {
                while (!stop.get()) {
                    byte[] data = new byte[1 + load.nextInt(9000)];
                    Arrays.fill(data, (byte) load.nextInt(2));
                    capture.served().write(ByteBuffer.wrap(data), load.nextInt(HOT - data.length));
                    if (load.nextInt(50) == 0) {
                        capture.served().zero(load.nextInt(HOT - 70_000), 70_000);
                    }
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        try {
            what.call();
        } finally {
            stop.set(true);
            guest.join();
            forget();
        }
        assertThat(failure.get()).isNull();
    }

    /** What has arrived: the log is in memory here. */
    private void forget() throws IOException {
        long arrived = target.durableSequence();
        capture.checkpoint();
        capture.spool().acknowledged(arrived, arrived);
    }

    private interface Callable {
        void call() throws Exception;
    }

    /** What is asked for lags behind by some questions: only the durable sequence is always told as it is. */
    private final class Behind implements ReadingTarget {

        private final Random lag = new Random(4);

        @Override
        public long durableSequence() throws IOException {
            return target.durableSequence();
        }

        @Override
        public Sums sums(long offset, long length, int blockBytes) throws IOException {
            throw new AssertionError("a verification trusts no sums that were kept");
        }

        @Override
        public Sums readSums(long offset, long length, int blockBytes, OptionalLong sequence) throws IOException {
            if (lag.nextBoolean()) {
                target.durableSequence();
            }
            return target.readSums(offset, length, blockBytes, sequence);
        }
    }

    @Test
    void aReplicaThatEqualsTheDiskHasNoDifferenceHoweverMuchIsWritten() throws Exception {
        for (int seed = 0; seed < 25; seed++) {
            underLoad(seed, () -> {
                DiskVerification outcome = verify(new Behind());
                assertThat(outcome.differentBytes()).isZero();
                assertThat(outcome.comparedBytes()).isEqualTo(SIZE);
            });
        }
    }

    @Test
    void aBlockThatDiffersIsFoundUnderLoad() throws Exception {
        for (int seed = 0; seed < 5; seed++) {
            long at = HOT + 4096L * random.nextInt((SIZE - HOT) / 4096);
            flip(at + 100);
            underLoad(seed, () -> assertThat(verify(new Behind()).differentBytes()).isEqualTo(4096));
            flip(at + 100);
        }
        flip(SIZE - 1);
        assertThat(verify(target).differentBytes()).isEqualTo(SIZE % 4096);
    }

    private void flip(long at) throws IOException {
        var one = ByteBuffer.allocate(1);
        target.disk.read(one, at);
        target.disk.write(one.put(0, (byte) (one.get(0) ^ 1)).flip(), at);
    }

    @Test
    void everyBlockOfAReplicaOfSomethingElseDiffers() throws Exception {
        target.disk.write(some(SIZE), 0);
        assertThat(verify(target).differentBytes()).isEqualTo(SIZE);
    }

    /** The control: whoever compares disk and replica only once finds differences that are none. */
    @Test
    void withoutTheLaterPassesThereWouldBeFalseAlarms() throws Exception {
        underLoad(1, () -> {
            int differing = 0;
            for (int i = 0; i < 20; i++) {
                var sums = target.readSums(0, HOT, 4096, OptionalLong.empty()).sums();
                differing += new BlockHash(sums.seed()).of(capture.disk(), 0, HOT, 4096)
                        .differences(sums).size();
            }
            assertThat(differing).isPositive();
        });
    }

    /** A record that comes late makes a difference that is none. */
    @Test
    void aDifferenceThatGoesAwayIsNotReported() throws Exception {
        capture.served().write(some(50_000), 9 << 20);
        var late = new ReadingTarget() {
            private final AtomicInteger asked = new AtomicInteger();

            @Override
            public long durableSequence() throws IOException {
                // It says that it has the record before it shows it.
                return asked.get() == 0 ? capture.spool().lastSequence() : target.durableSequence();
            }

            @Override
            public Sums sums(long offset, long length, int blockBytes) throws IOException {
                return target.sums(offset, length, blockBytes);
            }

            @Override
            public Sums readSums(long offset, long length, int blockBytes, OptionalLong sequence) throws IOException {
                asked.incrementAndGet();
                Sums told = target.readSums(offset, length, blockBytes, sequence);
                return new Sums(capture.spool().lastSequence(), told.sums());
            }
        };
        assertThat(verify(late).differentBytes()).isZero();
        assertThat(late.asked.get()).isGreaterThan(2);
    }

    /** A block that is written before each answer: whenever disk and replica are looked at one after the other, they differ. */
    @Test
    void aBlockThatIsNeverTheSameTwiceIsNotReported() throws Exception {
        var asked = new AtomicInteger();
        var busy = new ReadingTarget() {
            @Override
            public long durableSequence() throws IOException {
                return target.durableSequence();
            }

            @Override
            public Sums sums(long offset, long length, int blockBytes) throws IOException {
                return target.sums(offset, length, blockBytes);
            }

            @Override
            public Sums readSums(long offset, long length, int blockBytes, OptionalLong sequence) throws IOException {
                capture.served().write(some(700), 5000);
                if (sequence.isPresent()) {
                    asked.incrementAndGet();
                    target.durableSequence();
                }
                return target.readSums(offset, length, blockBytes, sequence);
            }
        };
        assertThat(verify(busy).differentBytes()).isZero();
        assertThat(asked.get()).as("pieces that were looked at exactly").isEqualTo(1);
    }

    @Test
    void whatWasWrittenOverInTheReplicaSinceIsNotReported() throws Exception {
        flip(100);
        var mended = new ReadingTarget() {
            private int exactly;

            @Override
            public long durableSequence() throws IOException {
                return target.durableSequence();
            }

            @Override
            public Sums sums(long offset, long length, int blockBytes) throws IOException {
                return target.sums(offset, length, blockBytes);
            }

            @Override
            public Sums readSums(long offset, long length, int blockBytes, OptionalLong sequence) throws IOException {
                Sums told = target.readSums(offset, length, blockBytes, sequence);
                if (sequence.isPresent() && exactly++ == 0) {
                    capture.served().write(some(8192), 0);
                }
                return told;
            }
        };
        assertThat(verify(mended).differentBytes()).isZero();
        assertThat(mended.exactly).isEqualTo(2);
    }

    @Test
    void afterABreakItGoesOnWhereItWas() throws Exception {
        flip(100);
        var broken = new AtomicInteger();
        Verification verification = verification(target);
        assertThatThrownBy(() -> verification.run(() -> {
            if (broken.incrementAndGet() == 2) {
                throw new InterruptedException();
            }
        })).isInstanceOf(InterruptedException.class);
        long done = verification.progress().doneBytes();
        assertThat(done).isBetween(1L, SIZE - 1L);
        int asked = target.sumsAsked;
        assertThat(verification.run(() -> {
        }).differentBytes()).isEqualTo(4096);
        assertThat(verification.progress().doneBytes()).isEqualTo(SIZE);
        assertThat(target.sumsAsked - asked).as("the rest, and what was suspected").isEqualTo(2);
    }

    @Test
    void aGapEndsIt() throws Exception {
        Verification verification = verification(target);
        assertThatThrownBy(() -> verification.run(() -> {
            try {
                capture.gap(GapReason.ORDERED, "", false);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }))
                .isInstanceOf(IOException.class).hasMessageContaining("cannot go on");
        assertThat(capture.situation().state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
    }

    @Test
    void itReadsNoFasterThanItMay() throws Exception {
        for (int at = 0; at < SIZE; at += HOT) {
            capture.served().write(some(Math.min(HOT, SIZE - at)), at);
        }
        assertThat(waitedAtOneMebibyteASecond()).isGreaterThan(12_000_000_000L);
    }

    @Test
    void whatHoldsNoDataHardlyCounts() throws Exception {
        capture.served().trim(0, SIZE);
        assertThat(waitedAtOneMebibyteASecond()).isLessThan(2_000_000_000L);
    }

    private long waitedAtOneMebibyteASecond() throws Exception {
        var waited = new AtomicLong();
        var time = new MonotonicTime() {
            @Override
            public long nanos() {
                return waited.get();
            }

            @Override
            public void sleep(long nanos) {
                waited.addAndGet(nanos);
            }
        };
        var slow = new CopyMeans(1, true, new Bandwidth(0), InstantSource.system(), time);
        new Verification(capture, target, slow, new Bandwidth(1 << 20), () -> {
        }).run(() -> {
        });
        return waited.get();
    }
}
