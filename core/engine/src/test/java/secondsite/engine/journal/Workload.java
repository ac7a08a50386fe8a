package secondsite.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** Things that are done to a journal, chosen by a seed, and noted in a {@link Past} before they are done. */
final class Workload {

    static final int DISK_BYTES = 256 << 10;
    static final JournalIdentity DISK = new JournalIdentity(new UUID(0x1122334455667788L, 99), DISK_BYTES);

    private final Random random;
    private final Past past;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(128 << 10);
    private final Writes writes = new Writes();
    private long micros = 1_700_000_000_000_000L;
    /** The last sequence of which a force said that it is durable. */
    long acknowledged;

    Workload(Random random, Past past) {
        this.random = random;
        this.past = past;
        this.acknowledged = past.last();
    }

    InstantSource clock() {
        return () -> {
            micros += random.nextInt(2000);
            return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
        };
    }

    Journal open(Folder folder, int segmentBytes) throws IOException {
        return Journal.open(folder, DISK, new JournalSettings(segmentBytes, 2, 4), 1, 1, clock());
    }

    /** One step: mostly an append, sometimes a force, a seal or a new epoch. */
    void step(Journal journal) throws IOException {
        int choice = random.nextInt(20);
        if (choice < 9) {
            Writes group = group();
            past.add(group);
            journal.append(group);
        } else if (choice < 14) {
            List<Record> records = records();
            records.forEach(past::add);
            journal.append(records);
        } else if (choice < 18) {
            journal.force();
            acknowledged = journal.durableSequence();
        } else if (choice == 18) {
            journal.seal();
            acknowledged = journal.durableSequence();
        } else if (random.nextInt(4) == 0) {
            journal.beginEpoch(journal.epoch() + 1);
            acknowledged = journal.durableSequence();
        }
    }

    /** A step, or now and then the release of what is old and acknowledged. */
    void stepOrRelease(Journal journal) throws IOException {
        if (random.nextInt(12) == 0) {
            journal.release(acknowledged - random.nextInt(60));
        } else {
            step(journal);
        }
    }

    Writes group() {
        writes.begin(buffer);
        int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 16 : 2);
        int at = Writes.LEAD + Writes.HEADROOM;
        for (int i = 0; i < count; i++) {
            ByteBuffer data = data();
            int length = data.remaining();
            buffer.clear().put(at, data, 0, length);
            writes.add(offset(length), at, length);
            at += length + Writes.HEADROOM;
        }
        return writes;
    }

    private int offset(int length) {
        int offset = random.nextInt(DISK_BYTES - length + 1);
        return random.nextInt(4) == 0 ? offset : offset & -512;
    }

    private ByteBuffer data() {
        byte[] data = new byte[random.nextInt(8) == 0 ? random.nextInt(6000) : 512 << random.nextInt(4)];
        if (random.nextInt(3) > 0) {
            random.nextBytes(data);
        }
        return ByteBuffer.wrap(data);
    }

    List<Record> records() {
        List<Record> records = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            records.add(record());
        }
        return records;
    }

    private Record record() {
        int length = 1 + random.nextInt(20_000);
        return switch (random.nextInt(8)) {
            case 0 -> new Record.Zero(offset(length), length);
            case 1 -> new Record.Trim(offset(length), length);
            case 2 -> new Record.Flush();
            case 3 -> new Record.Mark(MarkKind.of(1 + random.nextInt(6)), new UUID(random.nextLong(), 1),
                    "mark " + random.nextInt() + " äöü");
            case 4 -> copy(data());
            default -> write(data());
        };
    }

    private Record copy(ByteBuffer data) {
        return new Record.Copy(offset(data.remaining()), data);
    }

    private Record write(ByteBuffer data) {
        return new Record.Write(offset(data.remaining()), data, random.nextBoolean());
    }
}
