package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * How long a point takes to open, and how much heap, as the journal grows. Arguments: a directory with room, and lengths of the journal
 * in MiB, ascending. Writes of 4 KiB at random places of a disk of 64 GiB, in batches of 1 MiB that do not compress.
 */
public final class OpenPointBenchmark {

    private static final UUID DISK = new UUID(3, 4);
    private static final long DISK_BYTES = 64L << 30;
    private static final int WRITE_BYTES = 4096;
    private static final int WRITES = 256;
    private static final int READS = 1000;

    private final DirectoryFolder folder;
    private final Random random = new Random(1);
    private final BatchPacker packer = new BatchPacker(2 << 20, false);
    private final byte[] data = new byte[WRITES * WRITE_BYTES];

    private OpenPointBenchmark(DirectoryFolder folder) {
        this.folder = folder;
        random.nextBytes(data);
    }

    /** Prints a line for each length. */
    public static void main(String[] arguments) throws IOException {
        var benchmark = new OpenPointBenchmark(DirectoryFolder.at(Path.of(arguments[0])));
        System.out.println(
                "journal MiB | open replica ms | open point ms, first | again | 1000 reads of 4 KiB ms | heap MiB after open | after reads");
        for (int i = 1; i < arguments.length; i++) {
            benchmark.grow(Long.parseLong(arguments[i]));
            benchmark.measure();
        }
    }

    private void grow(long mebibytes) throws IOException {
        try (Replica replica = replica()) {
            while (replica.journal().bytes() < mebibytes << 20) {
                for (int i = 0; i < 64; i++) {
                    replica.journal().append(
                            packer.pack(DISK.getMostSignificantBits(), 1, batch(replica.journal().lastSequence())));
                }
                replica.journal().force();
            }
        }
    }

    private Replica replica() throws IOException {
        if (!ReplicaFolder.unfinished(folder)) {
            return Replica.open(folder, JournalSettings.DEFAULTS, Instant::now);
        }
        Replica made = Replica.create(folder, new Replica.NewReplica(DISK, DISK_BYTES, "m", "d", 1, 1), 1,
                JournalSettings.DEFAULTS,
                Instant::now);
        var zeros = new ArrayList<SequencedRecord>();
        for (int i = 0; i < 64; i++) {
            zeros.add(new SequencedRecord(i + 1, 1, new Record.Zero((long) i << 30, 1 << 30)));
        }
        made.copy(packer.pack(DISK.getMostSignificantBits(), 1, zeros));
        made.finishCopy(0);
        return made;
    }

    private List<SequencedRecord> batch(long last) {
        List<SequencedRecord> records = new ArrayList<>();
        for (int i = 0; i < WRITES; i++) {
            long offset = random.nextLong(DISK_BYTES / WRITE_BYTES) * WRITE_BYTES;
            records.add(new SequencedRecord(last + 1 + i, (last + 1 + i) * 1000,
                    new Record.Write(offset, ByteBuffer.wrap(data, i * WRITE_BYTES, WRITE_BYTES).slice(), false)));
        }
        return records;
    }

    private void measure() throws IOException {
        long begun = System.nanoTime();
        try (Replica replica = Replica.open(folder, JournalSettings.DEFAULTS, Instant::now)) {
            long opened = System.nanoTime();
            Disk first = replica.past(replica.journal().lastSequence() / 2);
            long firstPoint = System.nanoTime();
            first.close();
            long again = System.nanoTime();
            try (Disk point = replica.past(replica.journal().lastSequence() - 5)) {
                long secondPoint = System.nanoTime();
                long heap = heapMiB();
                long reading = System.nanoTime();
                var buffer = ByteBuffer.allocate(WRITE_BYTES);
                for (int i = 0; i < READS; i++) {
                    point.read(buffer.clear(), random.nextLong(DISK_BYTES / WRITE_BYTES) * WRITE_BYTES);
                }
                long read = System.nanoTime();
                System.out.printf("%11d | %15d | %20d | %5d | %22d | %19d | %11d%n", replica.journal().bytes() >> 20,
                        millis(begun, opened), millis(opened, firstPoint), millis(again, secondPoint),
                        millis(reading, read), heap,
                        heapMiB());
            }
        }
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    private static long heapMiB() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() >> 20;
    }
}
