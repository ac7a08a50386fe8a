package secondsite.agent.stage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.transfer.CopyStatus;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Intake;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Slice;

/** A replica in memory: a base that copies fill, and the disk as the records leave it once the copy is over. */
public final class PlayedTarget {

    private static final int CHUNK = 1 << 20;

    private final JournalIdentity identity;
    private final Journal journal;
    private final Intake intake;
    private final MemoryDisk disk;
    private final BitSet copied = new BitSet();
    private final long[] covered;
    private final List<Record.Mark> marks = new ArrayList<>();
    private boolean finished;
    private long applied;
    private volatile int leastEpoch = 1;
    private int comparisons;

    public PlayedTarget(UUID id, long size) throws IOException {
        identity = new JournalIdentity(id, size);
        journal = Journal.open(SimulatedFolder.named("target"), identity, JournalSettings.DEFAULTS, 1, 1,
                InstantSource.system());
        intake = new Intake(journal, journal::durableSequence, () -> leastEpoch);
        disk = new MemoryDisk(size);
        covered = new long[(int) ((size + CHUNK - 1) / CHUNK)];
    }

    UUID id() {
        return identity.disk();
    }

    synchronized Answer take(Slice slice) throws IOException {
        Answer answer = intake.take(slice);
        apply();
        return answer;
    }

    public synchronized Position position() {
        return intake.position();
    }

    private void apply() throws IOException {
        long through = journal.durableSequence();
        if (!finished || applied >= through) {
            return;
        }
        try (JournalCursor cursor = journal.cursor(applied + 1)) {
            for (Optional<Batch> batch = cursor.next(through); batch.isPresent(); batch = cursor.next(through)) {
                for (SequencedRecord record : batch.get().records()) {
                    if (record.sequence() > applied) {
                        apply(record.record());
                        applied = record.sequence();
                    }
                }
            }
        }
    }

    private void apply(Record record) {
        switch (record) {
            case Record.Write write -> disk.write(write.data().duplicate(), write.offset());
            case Record.Copy copy -> disk.write(copy.data().duplicate(), copy.offset());
            case Record.Zero zero -> disk.zero(zero.offset(), zero.length());
            case Record.Trim trim -> disk.zero(trim.offset(), trim.length());
            case Record.Mark mark -> marks.add(mark);
            case Record.Flush _ -> {
                // changes nothing
            }
        }
    }

    synchronized CopyStatus copy(ByteBuffer batches) throws IOException {
        while (batches.hasRemaining()) {
            for (SequencedRecord record : Batch.take(batches, "a copy").records()) {
                apply(record.record());
                switch (record.record()) {
                    case Record.Copy copy -> cover(copy.offset(), copy.data().remaining());
                    case Record.Zero zero -> cover(zero.offset(), zero.length());
                    default -> throw new IOException("no record of a copy: " + record);
                }
            }
        }
        return copyStatus();
    }

    private void cover(long offset, long length) {
        for (long at = offset; at < offset + length;) {
            int chunk = (int) (at / CHUNK);
            long end = Math.min(offset + length, (chunk + 1L) * CHUNK);
            covered[chunk] += end - at;
            if (covered[chunk] >= Math.min(CHUNK, identity.diskSize() - (long) chunk * CHUNK)) {
                copied.set(chunk);
            }
            at = end;
        }
    }

    synchronized CopyStatus copyStatus() {
        return new CopyStatus(CHUNK, covered.length, copied.toByteArray(), finished);
    }

    synchronized CopyStatus finish() throws IOException {
        finished = true;
        apply();
        return copyStatus();
    }

    synchronized BlockSums sums(long offset, long length, int blockBytes) throws IOException {
        comparisons++;
        return new BlockHash(77).of(disk, offset, length, blockBytes);
    }

    /** How often checksums were asked for. */
    public synchronized int comparisons() {
        return comparisons;
    }

    /** Takes no records of older epochs from now on. */
    public void beginEpoch(int least) {
        leastEpoch = least;
    }

    public synchronized boolean finished() {
        return finished;
    }

    public synchronized int chunksCopied() {
        return copied.cardinality();
    }

    public synchronized List<Record.Mark> marks() {
        return List.copyOf(marks);
    }

    /** The replica as it is. */
    public synchronized ByteBuffer content() {
        var content = ByteBuffer.allocate((int) identity.diskSize());
        disk.read(content, 0);
        return content.flip();
    }

    /** Something that the source never said. */
    public synchronized void spoil(long offset) {
        disk.write(ByteBuffer.wrap(new byte[]{1, 2, 3, 4}), offset);
    }
}
