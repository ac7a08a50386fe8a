import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Record;

/**
 * Lets a journal grow: {@code FOLDER DISK-BYTES JOURNAL-BYTES RECORD-BYTES EXPECTED SEED} appends writes of so many random bytes each,
 * scattered over the disk, in batches of a MiB, until the folder holds as much. Then prints the sequence and the offset of the record that
 * is the last one of a past point, somewhat before the end, and writes into EXPECTED what a read there has to give.
 */
public final class BuildJournal {

    private static final UUID DISK = UUID.fromString("5ec0d517-0000-4000-8000-0000000000bb");
    private static final int BATCH = 1 << 20;
    private static final int POOL = 32 << 20;

    private final long diskBytes;
    private final int recordBytes;
    private final SplittableRandom random;
    private final byte[] pool = new byte[POOL];

    private BuildJournal(long diskBytes, int recordBytes, SplittableRandom random) {
        this.diskBytes = diskBytes;
        this.recordBytes = recordBytes;
        this.random = random;
        random.nextBytes(pool);
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        long diskBytes = Long.parseLong(arguments[1]);
        long journalBytes = Long.parseLong(arguments[2]);
        int recordBytes = Integer.parseInt(arguments[3]);
        Files.createDirectories(folder);
        try (Journal journal = Journal.open(DirectoryFolder.at(folder), new JournalIdentity(DISK, diskBytes),
                JournalSettings.DEFAULTS, 1, 1, InstantSource.system())) {
            var build = new BuildJournal(diskBytes, recordBytes, new SplittableRandom(Long.parseLong(arguments[5])));
            Record.Write told = build.grow(journal, journalBytes);
            long sequence = journal.lastSequence();
            build.after(journal);
            byte[] expected = new byte[recordBytes];
            told.data().duplicate().get(expected);
            Files.write(Path.of(arguments[4]), expected);
            System.out.println(sequence + " " + told.offset());
        }
    }

    /** @return the last record */
    private Record.Write grow(Journal journal, long journalBytes) throws IOException {
        List<Record> batch;
        do {
            batch = batch();
            journal.append(batch);
        } while (journal.bytes() < journalBytes);
        return (Record.Write) batch.getLast();
    }

    /** What the point must not show: other bytes all over the disk. */
    private void after(Journal journal) throws IOException {
        for (int i = 0; i < 16; i++) {
            journal.append(batch());
        }
    }

    private List<Record> batch() {
        List<Record> records = new ArrayList<>();
        for (int bytes = 0; bytes < BATCH; bytes += recordBytes) {
            int at = random.nextInt(POOL - recordBytes);
            records.add(new Record.Write(random.nextLong(diskBytes / recordBytes) * recordBytes,
                    ByteBuffer.wrap(pool, at, recordBytes).slice().asReadOnlyBuffer(), false));
        }
        return records;
    }
}
