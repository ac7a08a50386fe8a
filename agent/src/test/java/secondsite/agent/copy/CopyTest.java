package secondsite.agent.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.GapReason;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.client.TransferException;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;

/** The first copy and the comparison, against a target in memory. */
@Timeout(120)
class CopyTest {

    private static final int SIZE = (56 << 20) + 5000;

    private final Random random = new Random(3);
    private final SplitCapture capture;
    private final ModelTarget target;

    CopyTest() throws IOException {
        var disk = new MemoryDisk(SIZE);
        for (int at = 0; at < 24 << 20; at += 3 << 20) {
            disk.write(some(2 << 20), at);
        }
        disk.write(some(3000), SIZE - 3000);
        var settings = new CaptureSettings(new JournalIdentity(new UUID(1, 2), SIZE), 1, new UUID(3, 4),
                new SpoolLimits(1 << 30, 0));
        capture = new SplitDiskOpening(disk, SimulatedFolder.named("spool"), SimulatedFolder.named("beside"), settings,
                InstantSource.system()).open();
        target = new ModelTarget(capture);
    }

    @AfterEach
    void close() throws IOException {
        capture.close();
    }

    private ByteBuffer some(int length) {
        var data = ByteBuffer.allocate(length);
        random.nextBytes(data.array());
        return data;
    }

    private CopyMeans means() {
        return new CopyMeans(1, true, new Bandwidth(0), InstantSource.system(), MonotonicTime.SYSTEM);
    }

    private InitialCopy copy() {
        return new InitialCopy(capture, target, means());
    }

    private Resync resync() {
        return new Resync(capture, target, means(), () -> {
        });
    }

    private void assertReplicaEqualsDisk() throws IOException {
        target.durableSequence();
        assertThat(mismatch(capture.disk(), target.disk)).as("first megabyte that differs").isEqualTo(-1);
        assertThat(target.betweenMarks).isFalse();
    }

    private static long mismatch(Disk one, Disk other) throws IOException {
        for (long at = 0; at < SIZE; at += 1 << 20) {
            var here = ByteBuffer.allocate((int) Math.min(1 << 20, SIZE - at));
            var there = ByteBuffer.allocate(here.capacity());
            one.read(here, at);
            other.read(there, at);
            if (!here.flip().equals(there.flip())) {
                return at >> 20;
            }
        }
        return -1;
    }

    @Test
    void aDiskThatIsWrittenWhileItIsCopiedIsWholeAtTheEnd() throws Exception {
        var failure = new AtomicReference<Throwable>();
        Thread guest = Thread.ofPlatform().start(() -> {
            var places = new Random(8);
            try {
                for (int i = 0; i < 3000; i++) {
                    capture.served().write(some(700), places.nextInt(SIZE - 700));
                }
                capture.served().zero(5 << 20, 3 << 20);
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        var copy = copy();
        assertThat(copy.run()).isTrue();
        guest.join();
        assertThat(failure.get()).isNull();
        assertThat(target.finished).isNotNegative();
        assertReplicaEqualsDisk();
        assertThat(copy.progress().doneBytes()).isEqualTo(SIZE).isEqualTo(copy.progress().totalBytes());
    }

    @Test
    void zerosAndHolesAreNotSent() throws Exception {
        assertThat(copy().run()).isTrue();
        assertThat(target.copiedBytes).isLessThan((16 << 20) + (64 << 10));
        assertReplicaEqualsDisk();
    }

    @Test
    void afterABreakOnlyWhatIsNotDurableIsSentAgain() throws Exception {
        target.breakAfter(2);
        assertThatThrownBy(() -> copy().run()).hasMessageContaining("broke");
        target.force();
        int kept = target.state().copied().cardinality();
        assertThat(kept).isBetween(1, 30);
        target.losePower();
        assertThat(target.state().copied().cardinality()).isEqualTo(kept);
        var again = copy();
        assertThat(again.run()).isTrue();
        assertReplicaEqualsDisk();
    }

    @Test
    void aTargetThatLosesPowerGetsWhatItLost() throws Exception {
        target.breakAfter(3);
        assertThatThrownBy(() -> copy().run()).hasMessageContaining("broke");
        target.losePower();
        assertThat(target.state().copied().cardinality()).isZero();
        assertThat(copy().run()).isTrue();
        assertReplicaEqualsDisk();
    }

    @Test
    void aCopyThatSawAGapIsWholeAfterAComparison() throws Exception {
        capture.gap(GapReason.SPOOL_FULL, "", false);
        capture.served().write(some(9000), 7777);
        assertThat(copy().run()).isFalse();
        assertThat(target.finished).isNegative();
    }

    @Test
    void aComparisonSendsWhatDiffersAndNoMore() throws Exception {
        assertThat(copy().run()).isTrue();
        capture.gap(GapReason.ORDERED, "", true);
        for (int i = 0; i < 100; i++) {
            capture.served().write(some(4096), random.nextInt(SIZE / 4096) * 4096L);
        }
        capture.served().zero(2 << 20, 100_000);
        target.copiedBytes = 0;
        var resync = resync();
        resync.run();
        assertReplicaEqualsDisk();
        assertThat(capture.status().situation().state()).isEqualTo(CaptureState.LOGGING);
        assertThat(target.copiedBytes).isBetween(400_000L, 100 * 4096L + 110_000);
        assertThat(resync.progress().doneBytes()).isGreaterThanOrEqualTo(SIZE);
        assertThat(target.sumsAsked).isLessThan(110);
    }

    @Test
    void onlyWhatIsDirtyIsCompared() throws Exception {
        assertThat(copy().run()).isTrue();
        capture.gap(GapReason.SPOOL_FULL, "", false);
        capture.served().write(some(100), 10 << 20);
        var resync = resync();
        resync.run();
        assertThat(resync.progress().totalBytes()).isEqualTo(64 << 10);
        assertReplicaEqualsDisk();
    }

    @Test
    void theGuestWritesWhileItIsCompared() throws Exception {
        assertThat(copy().run()).isTrue();
        capture.gap(GapReason.ORDERED, "", true);
        for (int i = 0; i < 500; i++) {
            capture.served().write(some(3000), random.nextInt(SIZE - 3000));
        }
        Thread guest = Thread.ofPlatform().start(() -> {
            var places = new Random(9);
            try {
                for (int i = 0; i < 3000; i++) {
                    capture.served().write(some(700), places.nextInt(SIZE - 700));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        resync().run();
        guest.join();
        assertReplicaEqualsDisk();
    }

    /** The disk is read once, and compared with what the replica was at two later times. */
    @Test
    void whatIsWrittenBetweenTheQuestionsOfARangeIsNotLost() throws Exception {
        assertThat(copy().run()).isTrue();
        capture.gap(GapReason.ORDERED, "", true);
        for (int i = 0; i < 200; i++) {
            capture.served().write(some(4096), random.nextInt(SIZE - 4096));
        }
        var busy = new SumsTarget() {
            @Override
            public long durableSequence() throws IOException {
                return target.durableSequence();
            }

            @Override
            public Sums sums(long offset, long length, int blockBytes) throws IOException {
                Sums sums = target.sums(offset, length, blockBytes);
                for (int i = 0; i < 200; i++) {
                    capture.served().write(some(700), random.nextInt(SIZE - 700));
                }
                target.durableSequence();
                return sums;
            }
        };
        new Resync(capture, busy, means(), () -> {
        }).run();
        assertReplicaEqualsDisk();
    }

    /** It may have to read very much for an answer; whoever asks waits half a minute for it. */
    @Test
    void aTargetThatCannotAnswerForALongRangeIsAskedForShorterOnes() throws Exception {
        assertThat(copy().run()).isTrue();
        capture.gap(GapReason.ORDERED, "", true);
        for (int i = 0; i < 200; i++) {
            capture.served().write(some(4096), random.nextInt(SIZE - 4096));
        }
        var tooMuch = new AtomicInteger();
        var slow = new SumsTarget() {
            @Override
            public long durableSequence() throws IOException {
                return target.durableSequence();
            }

            @Override
            public Sums sums(long offset, long length, int blockBytes) throws IOException {
                if (length > 16 << 20) {
                    tooMuch.incrementAndGet();
                    throw TransferException.of(Problem.of(ProblemCode.UNAVAILABLE, "no answer in time"));
                }
                return target.sums(offset, length, blockBytes);
            }
        };
        new Resync(capture, slow, means(), () -> {
        }).run();
        assertThat(tooMuch.get()).isPositive();
        assertReplicaEqualsDisk();
    }

    @Test
    void manyDirtyPlacesAreAllCompared() throws Exception {
        assertThat(copy().run()).isTrue();
        capture.gap(GapReason.SPOOL_FULL, "", false);
        for (long at = 0; at < SIZE - (64 << 10); at += 128 << 10) {
            capture.served().write(some(100), at);
        }
        resync().run();
        assertReplicaEqualsDisk();
    }

    @Test
    void aComparisonThatWasPausedGoesOnWhereItWas() throws Exception {
        assertThat(copy().run()).isTrue();
        capture.gap(GapReason.ORDERED, "", true);
        capture.served().write(some(5000), SIZE - 5000);
        capture.resyncBegins();
        target.durableSequence();
        var first = capture.nextDirty(0, 16 << 20).orElseThrow();
        capture.compared(first);
        var resync = resync();
        resync.run();
        assertThat(resync.progress().totalBytes()).isEqualTo(SIZE - first.length());
        assertReplicaEqualsDisk();
    }

    /** What it waits for at the target may have been lost with the spool. */
    @Test
    void aComparisonThatWaitsEndsWithTheNextGap() throws Exception {
        assertThat(copy().run()).isTrue();
        capture.gap(GapReason.ORDERED, "", false);
        var behind = new SumsTarget() {
            @Override
            public long durableSequence() throws IOException {
                capture.gap(GapReason.SPOOL_FAILED, "", false);
                return 0;
            }

            @Override
            public Sums sums(long offset, long length, int blockBytes) {
                throw new AssertionError("nothing is to be compared");
            }
        };
        assertThatThrownBy(() -> new Resync(capture, behind, means(), () -> {
        }).run()).isInstanceOf(IOException.class)
                .hasMessageContaining("cannot go on");
        resync().run();
        assertReplicaEqualsDisk();
    }

    @Test
    void aCopyCanBeCancelled() throws Exception {
        var slow = new CopyMeans(1, true, new Bandwidth(1 << 20), InstantSource.system(), MonotonicTime.SYSTEM);
        var copy = new InitialCopy(capture, target, slow);
        var ended = new AtomicReference<Throwable>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                copy.run();
            } catch (Throwable e) {
                ended.set(e);
            }
        });
        while (copy.progress().totalBytes() == 0 && thread.isAlive()) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        thread.join();
        assertThat(ended.get()).isInstanceOf(InterruptedException.class);
        assertThat(copy().run()).isTrue();
        assertReplicaEqualsDisk();
    }
}
