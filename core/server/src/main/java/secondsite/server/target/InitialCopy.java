package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * Fills the base image from the records of the initial copy and knows which chunks are whole. A chunk that was whole once is not written
 * again: that would tear what may be durable, and the journal makes up for what changed since it was read. Not for several threads, but
 * for {@link #force}.
 */
final class InitialCopy {

    /** The most chunks that a disk has; with them the state file stays small. */
    private static final int MAX_CHUNKS = 1 << 16;
    private static final long MIN_CHUNK_BYTES = 4L << 20;

    private final BaseImage base;
    private final long diskSize;
    private final long chunkBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final BitSet whole;
    private final Map<Integer, Ranges> open = new HashMap<>();
    private final TreeSet<Long> unhashed = new TreeSet<>();

    InitialCopy(BaseImage base, BitSet durable) {
        this.base = base;
        this.diskSize = base.leaves().diskSize();
        this.chunkBytes = chunkBytes(diskSize);
        this.whole = (BitSet) durable.clone();
    }

    static long chunkBytes(long diskSize) {
        long bytes = MIN_CHUNK_BYTES;
        while (diskSize > bytes * MAX_CHUNKS) {
            bytes *= 2;
        }
        return bytes;
    }

    static int chunks(long diskSize) {
        return Math.toIntExact(Math.ceilDiv(diskSize, chunkBytes(diskSize)));
    }

    /** Chunks that are whole, durable or not. */
    BitSet whole() {
        lock.lock();
        try {
            return (BitSet) whole.clone();
        } finally {
            lock.unlock();
        }
    }

    /** @return chunks that became whole */
    List<Integer> copy(Batch batch) throws IOException {
        List<SequencedRecord> records = batch.records();
        for (SequencedRecord each : records) {
            check(each.record());
        }
        List<Integer> finished = new ArrayList<>();
        for (SequencedRecord each : records) {
            copy(each.record(), finished);
        }
        return finished;
    }

    /** Everything of the chunks that are whole now is durable on return; these chunks. */
    BitSet force() throws IOException {
        BitSet now;
        lock.lock();
        try {
            now = whole();
            for (long leaf : unhashed) {
                base.rehash(leaf);
            }
            unhashed.clear();
        } finally {
            lock.unlock();
        }
        base.force();
        return now;
    }

    private void check(Record record) throws IOException {
        long offset = offset(record);
        long length = length(record);
        if (offset < 0 || offset > diskSize - length) {
            throw new IOException("the initial copy has a record of " + length + " bytes at " + offset
                    + ", outside the disk of " + diskSize + " bytes");
        }
    }

    private static long offset(Record record) throws IOException {
        return switch (record) {
            case Record.Copy copy -> copy.offset();
            case Record.Zero zero -> zero.offset();
            default -> throw new IOException(
                    "the initial copy has a record that is neither COPY nor ZERO: "
                            + record.getClass().getSimpleName());
        };
    }

    private static long length(Record record) {
        return switch (record) {
            case Record.Copy copy -> copy.data().remaining();
            case Record.Zero zero -> zero.length();
            default -> 0;
        };
    }

    private void copy(Record record, List<Integer> finished) throws IOException {
        lock.lock();
        try {
            long offset = offset(record);
            long end = offset + length(record);
            for (long at = offset; at < end;) {
                int chunk = (int) (at / chunkBytes);
                long to = Math.min(end, (chunk + 1) * chunkBytes);
                if (!whole.get(chunk)) {
                    write(record, offset, at, to);
                    cover(chunk, at, to, finished);
                }
                at = to;
            }
        } finally {
            lock.unlock();
        }
    }

    private void cover(int chunk, long from, long to, List<Integer> finished) {
        long start = chunk * chunkBytes;
        var cover = open.computeIfAbsent(chunk, c -> new Ranges());
        cover.add(from, to);
        if (cover.covers(start, Math.min(start + chunkBytes, diskSize))) {
            open.remove(chunk);
            whole.set(chunk);
            finished.add(chunk);
        }
    }

    private void write(Record record, long offset, long from, long to) throws IOException {
        long inner = Math.min(base.leaves().up(from), to);
        long outer = Math.max(base.leaves().down(to), inner);
        part(record, offset, from, inner);
        if (outer > inner && record instanceof Record.Copy copy) {
            base.write(copy.data().slice(copy.data().position() + (int) (inner - offset), (int) (outer - inner)),
                    inner);
        } else if (outer > inner) {
            base.zero(inner, outer);
        }
        part(record, offset, outer, to);
    }

    /** A range within one leaf. */
    private void part(Record record, long offset, long from, long to) throws IOException {
        if (from == to) {
            return;
        }
        var data = record instanceof Record.Copy copy
                ? copy.data().slice(copy.data().position() + (int) (from - offset), (int) (to - from))
                : ByteBuffer.allocate((int) (to - from));
        base.writePart(data, from);
        unhashed.add(Leaves.of(from));
    }
}
