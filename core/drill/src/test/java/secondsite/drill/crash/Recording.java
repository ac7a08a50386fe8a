package secondsite.drill.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * A disk as it was before its log began, and all records of the log.
 *
 * @param base a file with the disk
 */
public record Recording(Path base, JournalIdentity identity, List<SequencedRecord> records) {

    static Recording of(Path base, JournalIdentity identity, Journal journal) throws IOException {
        List<SequencedRecord> records = new ArrayList<>();
        try (JournalCursor cursor = journal.cursor(1)) {
            for (Optional<Batch> next = cursor.next(Long.MAX_VALUE); next.isPresent(); next = cursor
                    .next(Long.MAX_VALUE)) {
                records.addAll(next.get().records());
            }
        }
        return new Recording(base, identity, records);
    }

    /** Indexes of the records that tell of a flush. */
    List<Integer> flushes() {
        return IntStream.range(0, records.size()).filter(i -> records.get(i).record() instanceof Record.Flush).boxed()
                .toList();
    }

    /** Index of the first write with these bytes in it. */
    OptionalInt writeWith(byte[] bytes) {
        return IntStream.range(0, records.size()).filter(
                i -> records.get(i).record() instanceof Record.Write write && contains(write.data(), bytes))
                .findFirst();
    }

    private static boolean contains(ByteBuffer data, byte[] bytes) {
        ByteBuffer wanted = ByteBuffer.wrap(bytes);
        return IntStream.rangeClosed(data.position(), data.limit() - bytes.length)
                .anyMatch(at -> data.get(at) == bytes[0] && data.slice(at, bytes.length).equals(wanted));
    }

    /** Index of the first write after this record. */
    int writeAfter(int index) {
        return IntStream.range(index + 1, records.size())
                .filter(i -> records.get(i).record() instanceof Record.Write).findFirst().orElseThrow();
    }

    /** The last microsecond at which the disk was as it is after this record. */
    long lastMoment(int index) {
        return index + 1 < records.size() ? records.get(index + 1).timeMicros() - 1 : records.get(index).timeMicros();
    }

    /** The same disk with other records in the places of these. */
    Recording with(List<SequencedRecord> changed) {
        return new Recording(base, identity, changed);
    }
}
