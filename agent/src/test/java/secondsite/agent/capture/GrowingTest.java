package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;

/** How large a device is taken to be at a start of the agent. */
class GrowingTest {

    private static final UUID DISK = new UUID(3, 4);
    private static final JournalIdentity KNOWN = new JournalIdentity(DISK, 1 << 20);
    private static final Instant NOW = Instant.ofEpochSecond(1);

    private final SimulatedFolder folder = SimulatedFolder.named("spool");
    private final SimulatedFolder refuge = SimulatedFolder.named("refuge");

    private void left(CopyStage copy, Situation situation) throws IOException {
        StateFile.create(folder, refuge,
                new CaptureRecord(KNOWN, new UUID(1, 1), true, true, copy, 1, 7, situation)).close();
        DirtyBitmap.open(folder, KNOWN).close();
        folder.force();
    }

    private long size(Folder in, long actual) throws IOException {
        return new Growing(in, refuge, () -> NOW).size(DISK, KNOWN.diskSize(), actual);
    }

    private CaptureRecord kept(long size) throws IOException {
        try (StateFile state = StateFile.open(folder, refuge, new JournalIdentity(DISK, size))) {
            return state.current();
        }
    }

    @Test
    void oneThatWasNeverSeenIsAsLargeAsItIs() throws IOException {
        assertThat(size(folder, 0)).isEqualTo(KNOWN.diskSize());
        assertThat(size(folder, 3 << 20)).isEqualTo(3 << 20);
    }

    @Test
    void whatWasAddedHasToBeCompared() throws IOException {
        left(CopyStage.OVER, Situation.begin(NOW));
        assertThat(size(folder, 3 << 20)).isEqualTo(3 << 20);
        Situation now = kept(3 << 20).situation();
        assertThat(now.state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        assertThat(now.reason()).isEqualTo(GapReason.DEVICE_GREW);
        assertThat(now.wholeDisk()).isTrue();
        assertThat(kept(3 << 20).met()).isTrue();
        try (DirtyBitmap bitmap = DirtyBitmap.open(folder, new JournalIdentity(DISK, 3 << 20))) {
            assertThat(bitmap.dirtyBytes()).isZero();
        }
        assertThat(size(folder, 0)).as("it is away").isEqualTo(3 << 20);
        assertThat(size(folder, 2 << 20)).as("it shrank").isEqualTo(3 << 20);
    }

    @ParameterizedTest
    @CsvSource({"NONE, false", "BEGUN, false", "OVER, true"})
    void whileItIsCopiedFirstOrAfterItsFailoverItStaysAsItWas(CopyStage copy, boolean fenced) throws IOException {
        Situation begin = Situation.begin(NOW);
        left(copy, fenced ? begin.fenced(2, false, NOW) : begin);
        assertThat(size(folder, 3 << 20)).isEqualTo(KNOWN.diskSize());
        assertThat(kept(KNOWN.diskSize()).situation().state())
                .isEqualTo(fenced ? CaptureState.FENCED : CaptureState.LOGGING);
    }

    @Test
    void oneThatIsNotProtectedIsAsLargeAsItIs() throws IOException {
        left(CopyStage.NONE, Situation.unprotected(NOW));
        assertThat(size(folder, 3 << 20)).isEqualTo(3 << 20);
        assertThat(kept(3 << 20).situation().state()).isEqualTo(CaptureState.UNPROTECTED);
    }

    @Test
    void whicheverCallFailsTheNextStartTakesItIn() throws IOException {
        long calls = failing(Long.MAX_VALUE);
        assertThat(calls).isGreaterThan(5);
        for (long call = 0; call < calls; call++) {
            failing(call);
        }
    }

    /** @return how many calls there were */
    private long failing(long call) throws IOException {
        folder.delete(StateFile.NAME);
        folder.delete(DirtyBitmap.NAME);
        left(CopyStage.OVER, Situation.begin(NOW));
        var faults = new Faults(new Random(call));
        faults.fail(call, Faults.Kind.values()[0], false);
        try {
            size(new FailingFolder(folder, faults), 3 << 20);
        } catch (IOException expected) {
            folder.losePower(new Random(call));
        }
        assertThat(size(folder, 3 << 20)).isEqualTo(3 << 20);
        assertThat(kept(3 << 20).situation().wholeDisk()).as("call %d", call).isTrue();
        DirtyBitmap.open(folder, new JournalIdentity(DISK, 3 << 20)).close();
        return faults.calls();
    }
}
