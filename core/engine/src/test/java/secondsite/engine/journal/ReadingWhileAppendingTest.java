package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * Everything at once, on a real directory: every record that a reader gets is the one that was appended under its sequence, because
 * what is in it follows from its sequence.
 */
class ReadingWhileAppendingTest {

    private static final int BLOCK = 4096;
    private static final int BLOCKS = 64;
    private static final long RECORDS = 6_000;
    private static final JournalIdentity DISK = new JournalIdentity(new UUID(3, 4), BLOCK * BLOCKS);

    @TempDir
    Path directory;

    private Journal journal;
    private final AtomicLong read = new AtomicLong();

    private static int block(long sequence) {
        return (int) (sequence * 31 % BLOCKS);
    }

    private static byte[] content(long sequence) {
        byte[] content = new byte[BLOCK];
        new Random(sequence).nextBytes(content);
        return content;
    }

    @Test
    @Timeout(120)
    void readersSeeWhatWasAppendedInOrder() throws Exception {
        journal = Journal.open(DirectoryFolder.at(directory), DISK, new JournalSettings(256 << 10), 1, 1,
                InstantSource.system());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (Callable<?> one : List.<Callable<?>>of(this::append, this::force, this::force, this::follow,
                    this::followDurable, this::look, this::releaseWhatWasRead)) {
                all.add(threads.submit(one));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(journal.lastSequence()).isEqualTo(RECORDS);
        journal.close();
    }

    private Void append() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
        Writes writes = new Writes();
        Random random = new Random(1);
        for (long next = 1; next <= RECORDS;) {
            int count = (int) Math.min(1 + random.nextInt(16), RECORDS - next + 1);
            writes.begin(buffer);
            for (int i = 0; i < count; i++) {
                int at = Writes.LEAD + Writes.HEADROOM + i * (BLOCK + Writes.HEADROOM);
                buffer.clear().put(at, content(next + i));
                writes.add((long) block(next + i) * BLOCK, at, BLOCK);
            }
            assertThat(journal.append(writes)).isEqualTo(next + count - 1);
            next += count;
        }
        return null;
    }

    /** Lets the others go on, so that nobody spins. */
    private static void pause() {
        LockSupport.parkNanos(300_000);
    }

    private Void force() throws IOException {
        while (journal.durableSequence() < RECORDS) {
            long before = journal.lastSequence();
            journal.force();
            assertThat(journal.durableSequence()).isGreaterThanOrEqualTo(before);
            pause();
        }
        return null;
    }

    private Void follow() throws IOException {
        try (JournalCursor cursor = journal.cursor(1)) {
            while (cursor.position() <= RECORDS) {
                check(cursor.next(Long.MAX_VALUE));
                read.set(cursor.position() - 1);
            }
        }
        return null;
    }

    private Void followDurable() throws IOException {
        long next = 1;
        while (next <= RECORDS) {
            next = Math.max(next, journal.firstSequence());
            try (JournalCursor cursor = journal.cursor(next)) {
                for (int i = 0; i < 30; i++) {
                    long durable = journal.durableSequence();
                    Optional<Batch> batch = cursor.next(durable);
                    batch.ifPresent(b -> assertThat(b.lastSequence()).isLessThanOrEqualTo(durable));
                    check(batch);
                }
                next = cursor.position();
            } catch (IllegalArgumentException releasedInBetween) {
                assertThat(journal.firstSequence()).isGreaterThan(next);
            }
        }
        return null;
    }

    private static void check(Optional<Batch> batch) throws IOException {
        if (batch.isEmpty()) {
            pause();
            return;
        }
        for (SequencedRecord record : batch.get().records()) {
            Record.Write write = (Record.Write) record.record();
            assertThat(write.offset()).isEqualTo((long) block(record.sequence()) * BLOCK);
            assertThat(write.data()).isEqualTo(ByteBuffer.wrap(content(record.sequence())));
        }
    }

    /** A view of the newest record shows for each block the last record that wrote it, as long as that is still here. */
    private Void look() throws IOException {
        while (journal.lastSequence() < RECORDS) {
            long sequence = journal.lastSequence();
            try (JournalView view = journal.view(sequence)) {
                for (int block = 0; block < BLOCKS; block += 7) {
                    look(view, sequence, block);
                }
            } catch (IllegalArgumentException releasedInBetween) {
                assertThat(journal.firstSequence()).isGreaterThan(sequence);
            }
            pause();
        }
        return null;
    }

    private static void look(JournalView view, long sequence, int block) throws IOException {
        long last = sequence;
        while (last > 0 && block(last) != block) {
            last--;
        }
        for (JournalView.Piece piece : view.pieces((long) block * BLOCK, BLOCK)) {
            if (piece.source() == JournalView.Source.DATA) {
                byte[] found = new byte[(int) piece.length()];
                view.read(piece, 0, ByteBuffer.wrap(found));
                assertThat(found).isEqualTo(content(last));
            }
        }
    }

    private Void releaseWhatWasRead() throws IOException {
        while (read.get() < RECORDS) {
            journal.release(read.get() - 1000);
            assertThat(journal.firstSequence()).isLessThanOrEqualTo(read.get() + 1);
            pause();
        }
        return null;
    }
}
