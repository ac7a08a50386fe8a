package secondsite.engine.ship;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** Makes records for tests, and tells what a journal holds in words that can be compared. */
final class Records {

    private Records() {}

    static Record random(RandomGenerator random, long diskSize) {
        int length = 1 + random.nextInt(random.nextInt(8) == 0 ? 60_000 : 2_000);
        long offset = random.nextLong(diskSize - length);
        return switch (random.nextInt(6)) {
            case 0 -> new Record.Zero(offset, length);
            case 1 -> new Record.Trim(offset, length);
            case 2 -> new Record.Flush();
            default -> new Record.Write(offset, bytes(random, length), random.nextBoolean());
        };
    }

    static Record.Write write(long offset, int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return new Record.Write(offset, ByteBuffer.wrap(bytes), false);
    }

    private static ByteBuffer bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** What distinguishes a record from all others. */
    static String said(Record record) {
        return switch (record) {
            case Record.Write write ->
                "write " + write.offset() + " " + write.forceUnitAccess() + " " + write.data().hashCode()
                        + " " + write.data().remaining();
            case Record.Copy copy ->
                "copy " + copy.offset() + " " + copy.data().hashCode() + " " + copy.data().remaining();
            default -> record.toString();
        };
    }

    /** The records of a journal by sequence: each as its sequence and what it says. */
    static List<String> of(Journal journal) throws IOException {
        var all = new ArrayList<String>();
        try (JournalCursor cursor = journal.cursor(journal.firstSequence())) {
            for (Optional<Batch> batch = cursor.next(Long.MAX_VALUE); batch
                    .isPresent(); batch = cursor.next(Long.MAX_VALUE)) {
                for (SequencedRecord record : batch.get().records()) {
                    all.add(record.sequence() + ": " + said(record.record()));
                }
            }
        }
        return all;
    }
}
