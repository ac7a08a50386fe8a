package secondsite.agent.ship;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
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
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.Intake;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.ShippingSettings;
import secondsite.engine.ship.ShippingState;
import secondsite.engine.ship.Slice;

/** A disk's shipping with a receiver that keeps a real journal in memory. */
@Timeout(60)
class DiskShippingTest {

    private static final long SIZE = 1 << 20;
    private static final Duration SOON = Duration.ofMillis(5);

    private final JournalIdentity identity = new JournalIdentity(new UUID(1, 2), SIZE);
    private final SimulatedFolder machine = SimulatedFolder.named("machine");
    private final Journal received = Journal.open(SimulatedFolder.named("received"), identity, JournalSettings.DEFAULTS,
            1, 1, InstantSource.system());
    private volatile boolean reachable = true;
    private SplitCapture capture = open(SimulatedFolder.named("spool"), 1);
    private DiskShipping shipping = shipping();

    DiskShippingTest() throws IOException {}

    private SplitCapture open(SimulatedFolder spool, int epoch) throws IOException {
        var settings = new CaptureSettings(identity, epoch, new UUID(3, 4), new SpoolLimits(64 << 20, 0));
        return new SplitDiskOpening(new MemoryDisk(SIZE), spool, machine, settings, InstantSource.system()).open();
    }

    private DiskShipping shipping() {
        var settings = new ShippingSettings(1 << 20, 2, ShippingSettings.DEFAULTS.packing(), SOON, SOON, SOON, SOON,
                SOON,
                SOON);
        return new DiskShipping(capture, new Gateway(), new DiskShipping.Means(settings, new Bandwidth(0),
                InstantSource.system(), MonotonicTime.SYSTEM, new Random(1)));
    }

    @AfterEach
    void close() throws IOException {
        shipping.close();
        capture.close();
        received.close();
    }

    /** Takes slices as a process server does, when it can be reached. */
    private final class Gateway implements Receiver {

        private final Intake intake = new Intake(received, received::durableSequence);

        @Override
        public Answer send(Slice slice) {
            try {
                return reachable ? intake.take(slice) : new Answer.Unavailable("nobody answers");
            } catch (IOException e) {
                return new Answer.Unavailable(e.getMessage());
            }
        }

        @Override
        public Answer position() {
            return reachable ? new Answer.Accepted(intake.position()) : new Answer.Unavailable("nobody answers");
        }
    }

    private void write(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            capture.served().write(ByteBuffer.allocate(4096).putInt(0, i + 1), i % 100 * 4096L);
        }
    }

    private void stepUntil(BooleanSupplier reached) throws InterruptedException {
        while (!reached.getAsBoolean()) {
            shipping.step();
            Thread.sleep(SOON);
        }
    }

    private boolean allArrived() {
        return received.durableSequence() == capture.spool().lastSequence();
    }

    private CaptureState state() {
        return capture.status().situation().state();
    }

    @Test
    void whatIsWrittenArrivesAndIsForgotten() throws Exception {
        write(500);
        stepUntil(this::allArrived);
        assertThat(capture.met()).isTrue();
        write(500);
        stepUntil(this::allArrived);
        assertThat(received.lastSequence()).isEqualTo(1000);
        assertThat(shipping.progress().orElseThrow().position().targetSequence()).isLessThanOrEqualTo(1000);
    }

    @Test
    void aGatewayThatIsAwayIsAskedAgain() throws Exception {
        reachable = false;
        write(10);
        stepUntil(() -> shipping.problem().isPresent());
        assertThat(shipping.problem().orElseThrow()).contains("nobody answers");
        assertThat(capture.met()).isFalse();
        reachable = true;
        stepUntil(this::allArrived);
        assertThat(shipping.problem()).isEmpty();
        reachable = false;
        write(10);
        stepUntil(() -> shipping.progress().orElseThrow().lastError().isPresent());
        reachable = true;
        stepUntil(this::allArrived);
    }

    /** The receiver has records of a spool that is gone, and the new one happens to have as many: they are not the same. */
    @Test
    void aNewSpoolDoesNotContinueAnotherOnesRecords() throws Exception {
        for (int i = 0; i < 7; i++) {
            received.append(List.of(new Record.Flush()));
        }
        received.force();
        write(20);
        stepUntil(() -> shipping.progress().isPresent());
        assertThat(capture.status().situation().reason()).isEqualTo(GapReason.RECEIVER_AHEAD);
        assertThat(capture.status().situation().wholeDisk()).isTrue();
        capture.resyncBegins();
        stepUntil(this::allArrived);
        assertThat(received.lastSequence()).isEqualTo(8);
    }

    @Test
    void aSpoolThatWasSetBackGoesOnWhereTheReceiverStands() throws Exception {
        write(30);
        stepUntil(this::allArrived);
        shipping.close();
        capture.close();
        capture = open(SimulatedFolder.named("older"), 1);
        capture.meet();
        shipping = shipping();
        write(5);
        stepUntil(() -> state() == CaptureState.RESYNC_REQUIRED);
        assertThat(capture.status().situation().reason()).isEqualTo(GapReason.RECEIVER_AHEAD);
        capture.resyncBegins();
        stepUntil(() -> received.durableSequence() == 31);
    }

    @Test
    void whatTheReceiverLostAndTheSpoolForgotIsCompared() throws Exception {
        write(3);
        capture.meet();
        capture.restart(500, GapReason.ORDERED, "the records before 500 are forgotten");
        capture.resyncBegins();
        stepUntil(() -> capture.status().situation().reason() == GapReason.RECEIVER_BEHIND
                || capture.spool().isOpen() && capture.spool().journal().firstSequence() == 1);
        assertThat(capture.status().situation().state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        assertThat(capture.status().situation().wholeDisk()).isTrue();
    }

    @Test
    void aDiskThatWasFailedOverIsFencedOff() throws Exception {
        write(10);
        stepUntil(this::allArrived);
        received.beginEpoch(2);
        write(1);
        stepUntil(() -> state() == CaptureState.FENCED);
        shipping.step();
        assertThat(shipping.progress().orElseThrow().state()).isEqualTo(new ShippingState.Fenced(2));
        assertThat(capture.status().situation().wholeDisk()).isTrue();
        assertThat(capture.served().readOnly()).isTrue();
        assertThat(received.lastSequence()).isEqualTo(10);
    }

    @Test
    void aSpoolThatWasOpenedAnewIsShippedFrom() throws Exception {
        write(10);
        stepUntil(this::allArrived);
        capture.gap(GapReason.ORDERED, "", false);
        capture.resyncBegins();
        write(5);
        capture.resyncEnds();
        stepUntil(this::allArrived);
        assertThat(received.lastSequence()).isEqualTo(17);
    }
}
