package secondsite.agent.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.GapReason;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.agent.copy.CopyMeans;
import secondsite.agent.copy.ModelTarget;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;

/** Which long work is done when, by whose order, and what becomes of it when it fails. */
@Timeout(120)
class DiskJobsTest {

    private static final int SIZE = 6 << 20;

    private final Random random = new Random(5);
    private final AtomicLong late = new AtomicLong();
    private final Semaphore machine = new Semaphore(1, true);
    private final SplitCapture capture;
    private final ModelTarget target;
    private DiskJobs jobs;

    /** The machine's, but for how late it is. */
    private final class LaterTime implements MonotonicTime {

        @Override
        public long nanos() {
            return System.nanoTime() + late.get();
        }

        @Override
        public void sleep(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }

    DiskJobsTest() throws IOException {
        var disk = new MemoryDisk(SIZE);
        disk.write(some(3 << 20), 1 << 20);
        var settings = new CaptureSettings(new JournalIdentity(new UUID(1, 2), SIZE), 1, new UUID(3, 4),
                new SpoolLimits(1 << 30, 0));
        capture = new SplitDiskOpening(disk, SimulatedFolder.named("spool"), SimulatedFolder.named("beside"), settings,
                InstantSource.system()).open();
        target = new ModelTarget(capture);
    }

    @AfterEach
    void close() throws IOException {
        if (jobs != null) {
            jobs.close();
        }
        capture.close();
    }

    private ByteBuffer some(int length) {
        var data = ByteBuffer.allocate(length);
        random.nextBytes(data.array());
        return data;
    }

    private void start(boolean automatic) {
        var means = new CopyMeans(1, true, new Bandwidth(0), InstantSource.system(), new LaterTime());
        jobs = new DiskJobs(capture, target, means, machine, kind -> automatic || kind == Job.Kind.INITIAL_COPY, () -> {
        });
        jobs.start();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        for (long end = System.nanoTime() + Duration.ofSeconds(30).toNanos(); !condition.getAsBoolean();) {
            assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(end);
            Thread.sleep(5);
        }
    }

    private boolean is(Job.Kind kind, Job.State state) {
        return jobs.job().filter(job -> job.kind() == kind && job.state() == state).isPresent();
    }

    private CaptureState state() {
        return capture.status().situation().state();
    }

    private void awaitWhole() throws InterruptedException {
        await("the replica is whole", () -> target.finished >= 0 && jobs.job().isEmpty());
    }

    private void assertReplicaEqualsDisk() throws IOException {
        target.durableSequence();
        assertThat(content(target.disk)).isEqualTo(content(capture.disk()));
        assertThat(target.betweenMarks).isFalse();
    }

    private static ByteBuffer content(Disk disk) throws IOException {
        var content = ByteBuffer.allocate(SIZE);
        disk.read(content, 0);
        return content.flip();
    }

    /** The guest writes something that is not logged. */
    private void writeInAGap() throws IOException {
        capture.gap(GapReason.SPOOL_FULL, "for a drill", false);
        capture.served().write(some(100_000), 2 << 20);
    }

    @Test
    void aNewDiskIsCopiedByItselfOnceBothSidesHaveMet() throws Exception {
        start(true);
        assertThat(jobs.job()).isEmpty();
        capture.meet();
        awaitWhole();
        assertReplicaEqualsDisk();
    }

    @Test
    void aGapIsComparedByItself() throws Exception {
        capture.meet();
        start(true);
        awaitWhole();
        writeInAGap();
        await("it logs again", () -> state() == CaptureState.LOGGING && jobs.job().isEmpty());
        assertReplicaEqualsDisk();
    }

    @Test
    void withoutAutomaticAGapWaitsForAnOrderAndOnlyTheNextOneDoes() throws Exception {
        capture.meet();
        start(false);
        awaitWhole();
        for (int gap = 0; gap < 2; gap++) {
            writeInAGap();
            late.addAndGet(Duration.ofHours(1).toNanos());
            // Long enough for whoever looks twice a second to do what he must not do.
            TimeUnit.MILLISECONDS.sleep(700);
            assertThat(state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
            jobs.resume(Job.Kind.RESYNC);
            await("it logs again", () -> state() == CaptureState.LOGGING && jobs.job().isEmpty());
            assertReplicaEqualsDisk();
        }
    }

    @Test
    void theWholeDiskIsComparedWhenThatIsOrdered() throws Exception {
        capture.meet();
        start(false);
        awaitWhole();
        target.disk.write(some(5000), 1234567);
        jobs.compareAll();
        await("it logs again", () -> state() == CaptureState.LOGGING && jobs.job().isEmpty());
        assertReplicaEqualsDisk();
    }

    @Test
    void aPausedCopyDoesNothingUntilItIsResumed() throws Exception {
        capture.meet();
        start(true);
        jobs.pause(Job.Kind.INITIAL_COPY);
        await("it is paused", () -> is(Job.Kind.INITIAL_COPY, Job.State.PAUSED) || target.finished >= 0);
        assertThat(target.finished).isNegative();
        jobs.resume(Job.Kind.INITIAL_COPY);
        awaitWhole();
        assertReplicaEqualsDisk();
    }

    @Test
    void aPausedComparisonKeepsTheDiskRequiredUntilItIsResumed() throws Exception {
        capture.meet();
        start(true);
        awaitWhole();
        jobs.pause(Job.Kind.RESYNC);
        writeInAGap();
        await("it is paused", () -> is(Job.Kind.RESYNC, Job.State.PAUSED));
        assertThat(state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        jobs.resume(Job.Kind.RESYNC);
        await("it logs again", () -> state() == CaptureState.LOGGING && jobs.job().isEmpty());
        assertReplicaEqualsDisk();
    }

    @Test
    void whatFailedSaysWhyAndIsTriedAgainAfterAWhile() throws Exception {
        capture.meet();
        target.breakAfter(0);
        start(true);
        await("it failed", () -> is(Job.Kind.INITIAL_COPY, Job.State.FAILED));
        assertThat(jobs.job().flatMap(Job::problem)).contains("the connection broke");
        target.losePower();
        late.addAndGet(Duration.ofSeconds(6).toNanos());
        awaitWhole();
        assertReplicaEqualsDisk();
    }

    @Test
    void aComparisonThatFailedGoesOn() throws Exception {
        capture.meet();
        start(true);
        awaitWhole();
        target.away(true);
        writeInAGap();
        await("it failed", () -> is(Job.Kind.RESYNC, Job.State.FAILED));
        assertThat(jobs.job().flatMap(Job::problem)).contains("the target tells no checksums");
        target.away(false);
        jobs.resume(Job.Kind.RESYNC);
        await("it logs again", () -> state() == CaptureState.LOGGING && jobs.job().isEmpty());
        assertReplicaEqualsDisk();
    }

    @Test
    void disksOfAMachineAreDoneOneAfterAnother() throws Exception {
        capture.meet();
        machine.acquire();
        start(true);
        await("it waits", () -> is(Job.Kind.INITIAL_COPY, Job.State.WAITING));
        assertThat(target.finished).isNegative();
        machine.release();
        awaitWhole();
        await("the next one may", () -> machine.availablePermits() == 1);
    }

    @Test
    void anEndInTheMiddleGivesTheMachineBackAndTheNextStartGoesOn() throws Exception {
        capture.meet();
        machine.acquire();
        start(true);
        await("it waits", () -> is(Job.Kind.INITIAL_COPY, Job.State.WAITING));
        jobs.close();
        machine.release();
        assertThat(machine.availablePermits()).isEqualTo(1);
        start(true);
        awaitWhole();
        assertReplicaEqualsDisk();
    }

    @Test
    void aFencedDiskIsLeftAlone() throws Exception {
        capture.meet();
        capture.fence(2);
        start(true);
        jobs.resume(Job.Kind.INITIAL_COPY);
        assertThat(jobs.job()).isEqualTo(Optional.empty());
        assertThat(target.finished).isNegative();
    }
}
