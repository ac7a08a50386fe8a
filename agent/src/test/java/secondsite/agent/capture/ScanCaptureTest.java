package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.copy.CopyMeans;
import secondsite.agent.copy.InitialCopy;
import secondsite.agent.copy.ModelTarget;
import secondsite.agent.copy.Resync;
import secondsite.agent.os.FileSystems;
import secondsite.agent.os.MachineStillness;
import secondsite.agent.os.ScannedFile;
import secondsite.agent.tracking.TrackedDevice.Change;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;

/** A real file that others write to: what a scan finds, what it lets be, and when there is a point. */
@Timeout(60)
class ScanCaptureTest {

    /** No multiple of what is read or compared at once. */
    private static final int SIZE = (9 << 20) + 512;
    private static final int BLOCK = 4 << 10;
    /** Longer than a scan of this file takes, or shorter. */
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofNanos(1);
    private static final UUID DISK = new UUID(7, 8);

    @TempDir
    private Path folder;

    private final Random random = new Random(6);
    private UUID boot = new UUID(1, 1);
    private RoundCapture capture;

    @BeforeEach
    void begin() throws IOException {
        byte[] some = new byte[SIZE];
        random.nextBytes(some);
        Files.write(image(), some);
        open(LONG);
        capture.protect(1);
    }

    @AfterEach
    void end() throws IOException {
        capture.close();
    }

    private Path image() {
        return folder.resolve("disk.img");
    }

    /** A second later, so that the time of the last write is no question. */
    private void open(Duration freeze) throws IOException {
        InstantSource later = () -> Instant.now().plusSeconds(1);
        var settings = new CaptureSettings(new JournalIdentity(DISK, SIZE), 1, boot, new SpoolLimits(1 << 30, 0));
        capture = new RoundDiskOpening(new ScannedFile(image(), SIZE, later), 5,
                DirectoryFolder.at(folder.resolve("spool")), DirectoryFolder.at(folder.resolve("refuge")), settings,
                new MachineStillness(new FileSystems(List.of()), freeze), InstantSource.system()).open();
    }

    private void reopen(Duration freeze) throws IOException {
        capture.close();
        open(freeze);
    }

    private void write(int block) throws IOException {
        byte[] some = new byte[512];
        random.nextBytes(some);
        try (var file = new RandomAccessFile(image().toFile(), "rw")) {
            file.seek((long) block * BLOCK);
            file.write(some);
        }
    }

    private CopyMeans means() {
        return new CopyMeans(1, true, new Bandwidth(0), InstantSource.system(), MonotonicTime.SYSTEM);
    }

    private ModelTarget copied() throws Exception {
        var target = new ModelTarget(capture);
        assertThat(new InitialCopy(capture, target, means()).run()).isTrue();
        capture.copy(CopyStage.OVER);
        assertWhole(target);
        return target;
    }

    private void assertWhole(ModelTarget target) throws IOException {
        target.durableSequence();
        assertThat(target.betweenMarks).isFalse();
        var has = ByteBuffer.allocate(SIZE);
        target.disk.read(has, 0);
        assertThat(has.flip().mismatch(ByteBuffer.wrap(Files.readAllBytes(image())))).as("first byte that differs")
                .isNegative();
    }

    private void point() throws Exception {
        capture.approach();
        try (Hold _ = capture.hold(LONG).orElseThrow()) {
            capture.mark(new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
        }
        capture.force();
    }

    private long told() {
        return capture.spool().lastSequence();
    }

    @Test
    void whatTheFirstCopyReadIsNotToldAgain() throws Exception {
        copied();
        long before = told();
        point();
        assertThat(told()).as("a mark alone").isEqualTo(before + 1);
        assertThat(capture.spool().appendedBytes()).isLessThan(BLOCK);
    }

    @Test
    void whatChangesIsToldByTheBlock() throws Exception {
        ModelTarget target = copied();
        long before = capture.spool().appendedBytes();
        write(0);
        write(1500);
        write(SIZE / BLOCK);
        point();
        assertWhole(target);
        assertThat(capture.spool().appendedBytes() - before).isLessThan(4 * BLOCK);
    }

    @Test
    void whatWasWrittenWhileTheAgentWasAwayIsFoundAlsoAfterAStartOfTheMachine() throws Exception {
        ModelTarget target = copied();
        capture.close();
        write(3);
        boot = new UUID(2, 2);
        open(LONG);
        target.after(capture);
        assertThat(capture.situation().state()).isEqualTo(CaptureState.LOGGING);
        write(4);
        point();
        assertWhole(target);
    }

    @Test
    void withoutChecksumsThatCanBeBelievedTheDiskIsComparedAndScannedFromThenOn() throws Exception {
        ModelTarget target = copied();
        capture.close();
        Files.delete(folder.resolve("spool/blocks.sums"));
        write(5);
        open(LONG);
        target.after(capture);
        assertThat(capture.situation().state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        assertThat(capture.situation().wholeDisk()).isTrue();
        new Resync(capture, target, means(), () -> {
        }).run();
        assertWhole(target);
        long before = capture.spool().appendedBytes();
        write(6);
        point();
        assertWhole(target);
        assertThat(capture.spool().appendedBytes() - before).as("what the comparison read is known")
                .isLessThan(2 * BLOCK);
    }

    @Test
    void aDiskThatCannotBeReadInAMomentHasAPointWhenItIsAtRest() throws Exception {
        ModelTarget target = copied();
        reopen(SHORT);
        target.after(capture);
        write(7);
        point();
        assertWhole(target);
    }

    @Test
    void aWriteAfterTheLastScanOfSuchADiskIsNoPoint() throws Exception {
        copied();
        reopen(SHORT);
        capture.approach();
        write(8);
        assertThatThrownBy(() -> capture.hold(LONG)).hasMessageContaining("was written while it was scanned");
    }

    @Test
    void aDiskThatIsWrittenWithoutARestHasNoPointAndIsToldAllTheSame() throws Exception {
        ModelTarget target = copied();
        reopen(SHORT);
        target.after(capture);
        long before = told();
        var stop = new AtomicBoolean();
        Thread program = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; !stop.get(); i++) {
                    write(i % 64);
                }
            } catch (IOException _) {
                // the disk differs from what is expected then
            }
        });
        try {
            assertThatThrownBy(this::point).hasMessageContaining("no point can be made now");
        } finally {
            stop.set(true);
            program.join();
        }
        assertThat(told()).isGreaterThan(before);
        point();
        assertWhole(target);
    }

    @Test
    void beforeTheFirstCopyIsOverThereIsNoPoint() {
        assertThatThrownBy(this::point).hasMessageContaining("read for the first time");
    }

    @Test
    void aFileThatIsAwayIsReportedAndFoundAsItIsWhenItIsBack() throws Exception {
        ModelTarget target = copied();
        Files.move(image(), folder.resolve("elsewhere"));
        for (int i = 0; i < 40; i++) {
            capture.look();
        }
        assertThat(capture.standing().change()).isEqualTo(Change.GONE);
        assertThatThrownBy(this::point).hasMessageContaining("is not there");
        assertThat(capture.situation().state()).isEqualTo(CaptureState.LOGGING);
        byte[] another = new byte[SIZE];
        Files.write(image(), another);
        point();
        assertWhole(target);
    }
}
