package secondsite.agent.copy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import secondsite.agent.capture.Capture;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * A target in memory: a base that is filled by copies, of which what was not forced can be lost, and the disk as the shipped records
 * leave it. Records are shipped when somebody asks how far they are.
 */
public final class ModelTarget implements CopyTarget, ReadingTarget {

    static final int CHUNK = 1 << 20;
    private static final int REPLACED = 30_000;

    public final MemoryDisk disk;
    private Capture capture;
    private final long size;
    private final MemoryDisk base;
    private final BitSet written = new BitSet();
    private final int[] covered;
    private BitSet durable = new BitSet();
    /** What records replaced, the newest last. */
    private final Deque<Replaced> replaced = new ArrayDeque<>();
    private long shipped;
    private volatile int failAfter = Integer.MAX_VALUE;
    private volatile boolean away;
    int sends;
    int sumsAsked;
    long copiedBytes;
    public volatile long finished = -1;
    public volatile boolean betweenMarks;

    private record Replaced(long sequence, long offset, ByteBuffer data) {}

    public ModelTarget(Capture capture) {
        this.capture = capture;
        this.size = capture.identity().diskSize();
        this.base = new MemoryDisk(size);
        this.disk = new MemoryDisk(size);
        this.covered = new int[(int) ((size + CHUNK - 1) / CHUNK)];
    }

    /** The same target, when the agent was started anew. */
    public synchronized ModelTarget after(Capture next) {
        capture = next;
        return this;
    }

    /** The connection breaks after so many sends. */
    public void breakAfter(int sends) {
        failAfter = this.sends + sends;
    }

    /** Whether whoever asks for checksums is told that it cannot be. */
    public void away(boolean now) {
        away = now;
    }

    /** The target loses power: chunks that were not forced are gone. */
    public synchronized void losePower() throws IOException {
        failAfter = Integer.MAX_VALUE;
        for (int chunk = 0; chunk < covered.length; chunk++) {
            if (!durable.get(chunk)) {
                covered[chunk] = 0;
                base.zero((long) chunk * CHUNK, Math.min(CHUNK, size - (long) chunk * CHUNK));
            }
        }
        written.clear();
        written.or(durable);
    }

    @Override
    public synchronized State state() {
        return new State(CHUNK, (BitSet) durable.clone(), finished >= 0);
    }

    @Override
    public synchronized void send(List<Batch> batches) throws IOException {
        if (++sends > failAfter) {
            throw new IOException("the connection broke");
        }
        for (Batch batch : batches) {
            for (SequencedRecord record : batch.records()) {
                take(record.record());
            }
        }
    }

    private void take(Record record) throws IOException {
        switch (record) {
            case Record.Copy copy -> {
                base.write(copy.data().duplicate(), copy.offset());
                copiedBytes += copy.data().remaining();
                covered(copy.offset(), copy.data().remaining());
            }
            case Record.Zero zero -> {
                base.zero(zero.offset(), zero.length());
                covered(zero.offset(), zero.length());
            }
            default -> throw new IOException("not a record of a copy: " + record);
        }
    }

    /** A chunk is whole when ranges have covered all of it. */
    private void covered(long offset, long length) {
        for (long at = offset; at < offset + length;) {
            int chunk = (int) (at / CHUNK);
            long end = Math.min(offset + length, (chunk + 1L) * CHUNK);
            covered[chunk] += (int) (end - at);
            if (covered[chunk] >= Math.min(CHUNK, size - (long) chunk * CHUNK)) {
                written.set(chunk);
            }
            at = end;
        }
    }

    @Override
    public synchronized State force() {
        durable = (BitSet) written.clone();
        return state();
    }

    @Override
    public synchronized void finish(long sequence) throws IOException {
        if (durable.cardinality() < (size + CHUNK - 1) / CHUNK) {
            throw new IOException("chunks are missing");
        }
        finished = sequence;
        for (long at = 0; at < size; at += CHUNK) {
            var chunk = ByteBuffer.allocate((int) Math.min(CHUNK, size - at));
            base.read(chunk, at);
            disk.write(chunk.flip(), at);
        }
        shipped = 0;
    }

    @Override
    public synchronized long durableSequence() throws IOException {
        capture.force();
        var journal = capture.spool().journal();
        long through = journal.durableSequence();
        try (JournalCursor cursor = journal.cursor(shipped + 1)) {
            for (Optional<Batch> batch = cursor.next(through); batch.isPresent(); batch = cursor.next(through)) {
                for (SequencedRecord record : batch.get().records()) {
                    if (record.sequence() > shipped) {
                        apply(record);
                    }
                }
            }
        }
        return shipped;
    }

    private void apply(SequencedRecord record) throws IOException {
        shipped = record.sequence();
        keep(record);
        switch (record.record()) {
            case Record.Write write -> disk.write(write.data().duplicate(), write.offset());
            case Record.Copy copy -> {
                disk.write(copy.data().duplicate(), copy.offset());
                copiedBytes += copy.data().remaining();
            }
            case Record.Zero zero -> disk.zero(zero.offset(), zero.length());
            case Record.Trim trim -> disk.trim(trim.offset(), trim.length());
            case Record.Flush _ -> {
                // changes nothing
            }
            case Record.Mark mark -> betweenMarks = mark.kind() == MarkKind.RESYNC_BEGINS;
        }
    }

    private void keep(SequencedRecord record) throws IOException {
        switch (record.record()) {
            case Record.Write write -> keep(record.sequence(), write.offset(), write.data().remaining());
            case Record.Copy copy -> keep(record.sequence(), copy.offset(), copy.data().remaining());
            case Record.Zero zero -> keep(record.sequence(), zero.offset(), zero.length());
            case Record.Trim trim -> keep(record.sequence(), trim.offset(), trim.length());
            default -> {
                // replaces nothing
            }
        }
    }

    private void keep(long sequence, long offset, int length) throws IOException {
        var old = ByteBuffer.allocate(length);
        disk.read(old, offset);
        replaced.addLast(new Replaced(sequence, offset, old.flip()));
        if (replaced.size() > REPLACED) {
            replaced.removeFirst();
        }
    }

    @Override
    public synchronized Sums readSums(long offset, long length, int blockBytes, OptionalLong sequence)
            throws IOException {
        if (sequence.isEmpty()) {
            return sums(offset, length, blockBytes);
        }
        long after = sequence.getAsLong();
        boolean known = replaced.isEmpty() || replaced.getFirst().sequence() <= after + 1
                || replaced.size() < REPLACED;
        if (away || after > shipped || !known) {
            throw new IOException("the target tells no checksums of record " + after);
        }
        return new Sums(after, new BlockHash(77).of(past(offset, (int) length, after), offset, length, blockBytes));
    }

    /** The disk as it was after a record, in this range. */
    private MemoryDisk past(long offset, int length, long after) throws IOException {
        var past = new MemoryDisk(size);
        var range = ByteBuffer.allocate(length);
        disk.read(range, offset);
        past.write(range.flip(), offset);
        for (Iterator<Replaced> newest = replaced.descendingIterator(); newest.hasNext();) {
            Replaced old = newest.next();
            if (old.sequence() > after) {
                past.write(old.data().duplicate(), old.offset());
            }
        }
        return past;
    }

    @Override
    public synchronized Sums sums(long offset, long length, int blockBytes) throws IOException {
        sumsAsked++;
        if (away) {
            throw new IOException("the target tells no checksums");
        }
        return new Sums(shipped, new BlockHash(77).of(disk, offset, length, blockBytes));
    }
}
