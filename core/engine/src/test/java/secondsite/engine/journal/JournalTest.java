package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

class JournalTest {

    private static final JournalIdentity DISK = new JournalIdentity(new UUID(11, 22), 1 << 20);
    private static final JournalSettings SMALL = new JournalSettings(64 << 10);

    private final SimulatedFolder folder = SimulatedFolder.named("machine");
    private final Random random = new Random(7);
    private final byte[] model = new byte[1 << 20];
    private long micros = 1_000_000;
    private final InstantSource clock = () -> Instant.ofEpochSecond(0, (micros += 10) * 1000);

    private Journal open() throws IOException {
        return Journal.open(folder, DISK, SMALL, 1, 1, clock);
    }

    private Writes group(int count) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        Writes writes = new Writes();
        writes.begin(buffer);
        int at = Writes.LEAD + Writes.HEADROOM;
        for (int i = 0; i < count; i++) {
            byte[] data = new byte[512 + random.nextInt(8) * 512];
            random.nextBytes(data);
            int offset = random.nextInt((model.length - data.length) / 512) * 512;
            buffer.put(at, data);
            writes.add(offset, at, data.length);
            System.arraycopy(data, 0, model, offset, data.length);
            at += data.length + Writes.HEADROOM;
        }
        return writes;
    }

    @Test
    void givesBackWhatWasAppended() throws IOException {
        try (Journal journal = open()) {
            long expected = 0;
            for (int i = 0; i < 100; i++) {
                int count = 1 + random.nextInt(16);
                expected += count;
                assertThat(journal.append(group(count))).isEqualTo(expected);
                if (i % 10 == 5) {
                    journal.append(List.of(new Record.Mark(MarkKind.BOOKMARK, new UUID(1, i), "Märk " + i),
                            new Record.Flush()));
                    expected += 2;
                }
                if (i % 7 == 0) {
                    journal.force();
                    assertThat(journal.durableSequence()).isEqualTo(expected);
                }
            }
            assertThat(contents(journal)).isEqualTo(model);
            assertThat(journal.marks()).hasSize(10);
            assertThat(journal.marks().get(3).label()).isEqualTo("Märk 35");
        }
        try (Journal journal = open()) {
            assertThat(contents(journal)).isEqualTo(model);
            assertThat(journal.marks()).hasSize(10);
            List<Batch> all = new ArrayList<>();
            try (JournalCursor cursor = journal.cursor(1)) {
                cursor.next(Long.MAX_VALUE).ifPresent(all::add);
            }
            assertThat(all).hasSize(1);
        }
    }

    private byte[] contents(Journal journal) throws IOException {
        byte[] disk = new byte[model.length];
        try (JournalView view = journal.view(journal.lastSequence())) {
            for (JournalView.Piece piece : view.pieces(0, disk.length)) {
                if (piece.source() == JournalView.Source.DATA) {
                    view.read(piece, 0, ByteBuffer.wrap(disk, (int) piece.offset(), (int) piece.length()));
                }
            }
        }
        return disk;
    }
}
