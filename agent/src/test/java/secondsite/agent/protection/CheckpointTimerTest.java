package secondsite.agent.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.layer.DiskLayer;

/** The beats of the timer, told one by one. The log of the capture is read as it is. */
class CheckpointTimerTest {

    private static final int BLOCK = 64 << 10;
    private static final int SIZE = 1 << 20;
    private static final int LIMIT = 16 << 20;

    private final CountingDisk disk = new CountingDisk();
    private final SplitCapture capture = new SplitDiskOpening(disk, SimulatedFolder.named("spool"),
            SimulatedFolder.named("machine"), new CaptureSettings(new JournalIdentity(new UUID(1, 2), SIZE), 1,
                    new UUID(3, 4), new SpoolLimits(LIMIT, 0)),
            InstantSource.system()).open();
    private int written;

    CheckpointTimerTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        capture.close();
    }

    private void write(int bytes) throws IOException {
        for (int end = written + bytes; written < end; written += BLOCK) {
            capture.served().write(ByteBuffer.allocate(BLOCK).putInt(0, written), written % SIZE);
        }
    }

    private void writeAndBeat(CheckpointTimer timer, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            write(LIMIT / 16);
            timer.beat();
        }
    }

    private long held() {
        return capture.spool().level().bytes();
    }

    private CaptureState state() {
        return capture.situation().state();
    }

    @Test
    void aSpoolThatNobodyShipsForgetsItsOldestRecordsAndNeverFills() throws IOException {
        var timer = new CheckpointTimer(capture, false);
        writeAndBeat(timer, 100);
        assertThat(state()).isEqualTo(CaptureState.LOGGING);
        assertThat(capture.spool().journal().firstSequence()).isGreaterThan(1);
        assertThat(held()).as("the newest half").isBetween(LIMIT / 4L, (long) LIMIT);
    }

    @Test
    void aSpoolThatIsShippedForgetsNothingThatDidNotArrive() throws IOException {
        var timer = new CheckpointTimer(capture, true);
        writeAndBeat(timer, 15);
        assertThat(state()).isEqualTo(CaptureState.LOGGING);
        assertThat(capture.spool().journal().firstSequence()).isEqualTo(1);
        writeAndBeat(timer, 2);
        assertThat(state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
    }

    @Test
    void fullSegmentsAreMadeDurableBeforeAnAppendHasToWaitForIt() throws IOException {
        while (!capture.spool().wantsForce() && written < LIMIT / 2) {
            write(BLOCK);
        }
        Journal log = capture.spool().journal();
        assertThat(log.unsealedSegments()).isGreaterThan(1);
        assertThat(log.durableSequence()).isZero();
        new CheckpointTimer(capture, true).beat();
        assertThat(log.unsealedSegments()).isZero();
        assertThat(log.durableSequence()).isEqualTo(written / BLOCK);
    }

    @Test
    void whoWritesLittleGetsACheckpointTenSecondsLater() throws IOException {
        var timer = new CheckpointTimer(capture, false);
        write(BLOCK);
        int before = disk.forces;
        for (int i = 0; i < 99; i++) {
            timer.beat();
        }
        assertThat(disk.forces).isEqualTo(before);
        timer.beat();
        assertThat(disk.forces).isEqualTo(before + 1);
    }

    private static final class CountingDisk extends DiskLayer {

        private int forces;

        CountingDisk() {
            super(new MemoryDisk(SIZE));
        }

        @Override
        public void flush() throws IOException {
            forces++;
            super.flush();
        }
    }
}
