package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * The disk of a protected machine in a test: an array of bytes that remembers what it was after each record, makes the batches that an
 * agent would send, and knows which sequences are recovery points. Knows nothing of replicas.
 */
final class SourceDisk {

    /** Between two records. */
    static final long STEP_MICROS = 1_000_000;

    final UUID id;
    final TreeMap<Long, byte[]> states = new TreeMap<>();
    final TreeMap<Long, Long> times = new TreeMap<>();
    final TreeMap<Long, Batch> batches = new TreeMap<>();
    private final BatchPacker packer = new BatchPacker(1 << 20, true);
    private final RandomGenerator random;
    private byte[] bytes;
    private final List<Long> resyncing = new ArrayList<>();
    private boolean resync;
    private long last;
    private long nowMicros;

    SourceDisk(int size, long startMicros, RandomGenerator random) {
        this(new UUID(7, 11), size, startMicros, random);
    }

    SourceDisk(UUID id, int size, long startMicros, RandomGenerator random) {
        this.id = id;
        this.bytes = new byte[size];
        this.nowMicros = startMicros;
        this.random = random;
        states.put(0L, bytes.clone());
    }

    int size() {
        return bytes.length;
    }

    long last() {
        return last;
    }

    /** It becomes larger by so many zeros. */
    void grow(int more) {
        bytes = Arrays.copyOf(bytes, bytes.length + more);
    }

    long nowMicros() {
        return nowMicros;
    }

    /** Time passes without a write. */
    void pass(long micros) {
        nowMicros += micros;
    }

    Replica.NewReplica identity() {
        return new Replica.NewReplica(id, size(), "machine", "disk 0", 1, 1);
    }

    byte[] now() {
        return bytes.clone();
    }

    boolean inResync(long sequence) {
        return resyncing.contains(sequence);
    }

    /** A batch of some random records; remembered until nobody asks for it. */
    Batch write(int records) throws IOException {
        List<SequencedRecord> made = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            made.add(record(random()));
        }
        return pack(made);
    }

    Batch write(Record record) throws IOException {
        return pack(List.of(record(record)));
    }

    Batch mark(String label) throws IOException {
        return write(new Record.Mark(MarkKind.CRASH_CONSISTENT, new UUID(1, last), label));
    }

    Batch beginResync() throws IOException {
        resync = true;
        return write(new Record.Mark(MarkKind.RESYNC_BEGINS, new UUID(2, last), ""));
    }

    Batch endResync() throws IOException {
        resync = false;
        return write(new Record.Mark(MarkKind.RESYNC_ENDED, new UUID(3, last), ""));
    }

    /** What the initial copy sends of the disk as it is now. */
    Batch copy(int from, int to) throws IOException {
        List<SequencedRecord> records = new ArrayList<>();
        for (int at = from; at < to;) {
            int end = Math.min(to, at + 4096 * (1 + random.nextInt(8)));
            byte[] data = Arrays.copyOfRange(bytes, at, end);
            boolean zeros = Arrays.equals(data, new byte[data.length]);
            records.add(new SequencedRecord(records.size() + 1, nowMicros,
                    zeros ? new Record.Zero(at, data.length) : new Record.Copy(at, ByteBuffer.wrap(data))));
            at = end;
        }
        return packer.pack(tag(), 1, records);
    }

    private long tag() {
        return new JournalIdentity(id, size()).diskTag();
    }

    private Batch pack(List<SequencedRecord> records) throws IOException {
        Batch batch = packer.pack(tag(), 1, records);
        batches.put(batch.firstSequence(), batch);
        return batch;
    }

    private SequencedRecord record(Record record) {
        last++;
        nowMicros += STEP_MICROS;
        switch (record) {
            case Record.Write write ->
                write.data().duplicate().get(bytes, (int) write.offset(), write.data().remaining());
            case Record.Copy copy -> copy.data().duplicate().get(bytes, (int) copy.offset(), copy.data().remaining());
            case Record.Zero zero ->
                Arrays.fill(bytes, (int) zero.offset(), (int) zero.offset() + zero.length(), (byte) 0);
            case Record.Trim trim ->
                Arrays.fill(bytes, (int) trim.offset(), (int) trim.offset() + trim.length(), (byte) 0);
            case Record.Flush flush -> {
            }
            case Record.Mark mark -> {
            }
        }
        if (resync) {
            resyncing.add(last);
        }
        states.put(last, bytes.clone());
        times.put(last, nowMicros);
        return new SequencedRecord(last, nowMicros, record);
    }

    private Record random() {
        int[] range = range();
        return switch (random.nextInt(10)) {
            case 0 -> new Record.Zero(range[0], range[1]);
            case 1 -> new Record.Trim(range[0], range[1]);
            case 2 -> new Record.Flush();
            case 3 -> new Record.Mark(MarkKind.CRASH_CONSISTENT, new UUID(1, last), "point after " + last);
            case 4 -> new Record.Copy(range[0], data(range[1]));
            default -> new Record.Write(range[0], data(range[1]), random.nextInt(8) == 0);
        };
    }

    /** Aligned to leaves, to sectors, or not at all; sometimes large. */
    private int[] range() {
        int align = switch (random.nextInt(3)) {
            case 0 -> 4096;
            case 1 -> 512;
            default -> 1;
        };
        int longest = random.nextInt(10) == 0 ? bytes.length : 9000;
        int from = random.nextInt(bytes.length) / align * align;
        int length = Math.max(1, (1 + random.nextInt(longest)) / align * align);
        return new int[]{from, Math.min(length, bytes.length - from)};
    }

    private ByteBuffer data(int length) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        return ByteBuffer.wrap(data);
    }
}
