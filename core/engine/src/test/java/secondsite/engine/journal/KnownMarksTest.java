package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** Marks of sealed segments are read once. */
class KnownMarksTest {

    private static final JournalIdentity DISK = new JournalIdentity(new UUID(1, 2), 1 << 20);

    private final Faults calls = new Faults(new Random(1));
    private final FailingFolder folder = new FailingFolder(SimulatedFolder.named("journal"), calls);
    private final List<UUID> placed = new ArrayList<>();
    private Journal journal;

    private void open() throws IOException {
        journal = Journal.open(folder, DISK, new JournalSettings(16 << 10), 1, 1, InstantSource.system());
    }

    private void appendSegments(int count) throws IOException {
        for (int i = 0; i < 5 * count; i++) {
            var id = new UUID(3, placed.size());
            journal.append(List.of(new Record.Write(0, ByteBuffer.wrap(new byte[4096]), false),
                    new Record.Mark(MarkKind.BOOKMARK, id, "point " + i)));
            placed.add(id);
        }
        journal.force();
    }

    private List<UUID> marks() throws IOException {
        return journal.marks().stream().map(MarkEntry::id).toList();
    }

    @Test
    void askingForAllMarksAgainReadsNothing() throws IOException {
        open();
        appendSegments(10);
        journal.close();
        open();
        long before = calls.calls();
        assertThat(marks()).isEqualTo(placed);
        long first = calls.calls() - before;
        assertThat(first).as("calls for the first time").isGreaterThan(10);
        assertThat(marks()).isEqualTo(placed);
        assertThat(calls.calls() - before - first).as("calls for the second time").isZero();
    }

    @Test
    void whatIsAppendedAndReleasedMeanwhileShows() throws IOException {
        open();
        for (int i = 0; i < 10; i++) {
            appendSegments(1);
            assertThat(marks()).isEqualTo(placed);
        }
        journal.release(journal.lastSequence() / 2);
        int gone = (int) (journal.firstSequence() - 1) / 2;
        assertThat(gone).isPositive();
        assertThat(marks()).isEqualTo(placed.subList(gone, placed.size()));
    }
}
