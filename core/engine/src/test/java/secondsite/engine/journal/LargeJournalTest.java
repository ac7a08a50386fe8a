package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.segment.Record;

/** Opening a view takes footers and the first part of each index, not what grows with the number of extents. */
class LargeJournalTest {

    private static final int SEGMENTS = 20;
    private static final int RECORDS = 4_000;
    private static final int BLOCK = 512;
    private static final long DISK_BYTES = 4L << 30;

    @TempDir
    Path directory;

    @Test
    void openingAViewTakesLittleMemoryAndItsRegionsAreRight() throws IOException {
        Random random = new Random(1);
        JournalIdentity disk = new JournalIdentity(new UUID(1, 2), DISK_BYTES);
        long[] newest = new long[(int) (DISK_BYTES / BLOCK)];
        try (Journal journal = Journal.open(DirectoryFolder.at(directory), disk, new JournalSettings(1 << 30), 1, 1,
                InstantSource.system())) {
            for (int segment = 0; segment < SEGMENTS; segment++) {
                journal.append(writes(random, newest, journal.lastSequence()));
                journal.seal();
            }
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            journal.view(journal.lastSequence()).close();
            long before = threads.getCurrentThreadAllocatedBytes();
            try (JournalView view = journal.view(journal.lastSequence())) {
                long perSegment = (threads.getCurrentThreadAllocatedBytes() - before) / SEGMENTS;
                assertThat(perSegment).as("bytes for each segment").isLessThan(48 << 10);
                assertRegions(view, newest, random);
            }
        }
    }

    private static List<Record> writes(Random random, long[] newest, long last) {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            int block = random.nextInt(newest.length);
            newest[block] = last + records.size() + 1;
            records.add(new Record.Write((long) block * BLOCK, content(newest[block]), false));
        }
        return records;
    }

    private static ByteBuffer content(long sequence) {
        return ByteBuffer.allocate(BLOCK).putLong(0, sequence);
    }

    private static void assertRegions(JournalView view, long[] newest, Random random) throws IOException {
        for (int i = 0; i < 4; i++) {
            long from = random.nextLong(DISK_BYTES / BLOCK - 60_000) * BLOCK;
            for (JournalView.Piece piece : view.pieces(from, 60_000L * BLOCK)) {
                assertPiece(view, newest, piece);
            }
        }
    }

    private static void assertPiece(JournalView view, long[] newest, JournalView.Piece piece) throws IOException {
        int block = (int) (piece.offset() / BLOCK);
        if (piece.source() == JournalView.Source.DATA) {
            ByteBuffer found = ByteBuffer.allocate((int) piece.length());
            view.read(piece, 0, found);
            assertThat(found.flip()).isEqualTo(content(newest[block]));
        } else {
            long written = Arrays.stream(newest, block, (int) (piece.end() / BLOCK)).filter(s -> s > 0).count();
            assertThat(written).isZero();
        }
    }
}
