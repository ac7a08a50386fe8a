package secondsite.agent.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.GapReason;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.engine.ship.MonotonicTime;

@Timeout(60)
class MarksTest {

    private final SplitCapture first = open(1);
    private final SplitCapture second = open(2);
    private final Marks marks = new Marks(Duration.ofSeconds(5), MonotonicTime.SYSTEM);

    MarksTest() throws IOException {}

    private static SplitCapture open(int disk) throws IOException {
        var settings = new CaptureSettings(new JournalIdentity(new UUID(0, disk), 1 << 20), 1, new UUID(3, 4),
                new SpoolLimits(1 << 30, 0));
        return new SplitDiskOpening(new MemoryDisk(1 << 20), SimulatedFolder.named("spool" + disk),
                SimulatedFolder.named("beside" + disk), settings, InstantSource.system()).open();
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
    }

    private static Record.Mark mark(int id) {
        return new Record.Mark(MarkKind.GROUP, new UUID(9, id), "");
    }

    /** A counter goes to the first disk, then to the second: at any mark the second has as much as the first, or one less. */
    @Test
    void aWriteThatFollowsAnotherIsNeverAloneOnItsSideOfAMark() throws Exception {
        var stop = new AtomicBoolean();
        var failure = new AtomicReference<Throwable>();
        Thread guest = Thread.ofPlatform().start(() -> count(stop, failure));
        var placed = new ArrayList<Map<UUID, Long>>();
        while (placed.size() < 300) {
            placed.add(marks.place(List.of(second, first), mark(placed.size())));
        }
        stop.set(true);
        guest.join();
        assertThat(failure.get()).isNull();
        List<Integer> ofFirst = countersAtMarks(first);
        List<Integer> ofSecond = countersAtMarks(second);
        assertThat(ofFirst).hasSize(300);
        assertThat(ofFirst.getLast()).isPositive();
        for (int i = 0; i < 300; i++) {
            assertThat(ofSecond.get(i)).isBetween(ofFirst.get(i) - 1, ofFirst.get(i));
        }
    }

    private void count(AtomicBoolean stop, AtomicReference<Throwable> failure) {
        try {
            for (int counter = 1; !stop.get(); counter++) {
                first.served().write(ByteBuffer.allocate(512).putInt(0, counter), 0);
                second.served().write(ByteBuffer.allocate(512).putInt(0, counter), 0);
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private static List<Integer> countersAtMarks(Capture disk) throws IOException {
        var counters = new ArrayList<Integer>();
        int counter = 0;
        try (JournalCursor cursor = disk.spool().journal().cursor(1)) {
            for (Optional<Batch> batch = cursor.next(Long.MAX_VALUE); batch.isPresent(); batch = cursor
                    .next(Long.MAX_VALUE)) {
                for (SequencedRecord record : batch.get().records()) {
                    if (record.record() instanceof Record.Write write) {
                        ByteBuffer data = write.data().slice().order(ByteOrder.BIG_ENDIAN);
                        counter = data.getInt(0);
                    } else {
                        counters.add(counter);
                    }
                }
            }
        }
        return counters;
    }

    @Test
    void whenOneDiskCannotTakeAMarkNoneGetsIt() throws Exception {
        second.gap(GapReason.ORDERED, "", false);
        assertThatThrownBy(() -> marks.place(List.of(first, second), mark(1))).hasMessageContaining("ordered");
        assertThat(first.spool().lastSequence()).isZero();
        first.served().write(ByteBuffer.allocate(512), 0);
        assertThat(first.spool().lastSequence()).isEqualTo(1);
    }

    @Test
    void aDiskThatIsHeldForTooLongIsNotWaitedFor() throws Exception {
        var impatient = new Marks(Duration.ofMillis(50), MonotonicTime.SYSTEM);
        var outcome = new AtomicReference<Throwable>();
        try (var hold = second.hold(Duration.ofSeconds(5)).orElseThrow()) {
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    impatient.place(List.of(first, second), mark(1));
                } catch (Throwable e) {
                    outcome.set(e);
                }
            });
            other.join();
            assertThat(hold).isNotNull();
        }
        assertThat(outcome.get()).hasMessageContaining("busy for longer than 50 ms");
        assertThat(first.spool().lastSequence()).isZero();
        assertThat(marks.place(List.of(first, second), mark(2))).hasSize(2);
    }
}
