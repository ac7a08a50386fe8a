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
 * again: that would tear what may be durable, and the journal makes up for what changed since it was read. Safe for use by several
 * threads, which write different chunks side by side.
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
    private final Map<Integer, Chunk> open = new HashMap<>();
    private final TreeSet<Long> unhashed = new TreeSet<>();

    /** A chunk that is not whole: what was written of it, by one thread at a time. */
    private static final class Chunk {
        private final ReentrantLock writing = new ReentrantLock();
        private final Ranges covered = new Ranges();
    }

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
        long offset = offset(record);
        long end = offset + length(record);
        for (long at = offset; at < end;) {
            int chunk = (int) (at / chunkBytes);
            long to = Math.min(end, (chunk + 1) * chunkBytes);
            if (copy(record, offset, at, to, chunk)) {
                finished.add(chunk);
            }
            at = to;
        }
    }

    /** @return whether the chunk became whole */
    private boolean copy(Record record, long offset, long from, long to, int number) throws IOException {
        Chunk chunk = chunk(number);
        chunk.writing.lock();
        try {
            if (isWhole(number)) {
                return false;
            }
            write(record, offset, from, to);
            chunk.covered.add(from, to);
            long start = number * chunkBytes;
            boolean covered = chunk.covered.covers(start, Math.min(start + chunkBytes, diskSize));
            if (covered) {
                becameWhole(number);
            }
            return covered;
        } finally {
            chunk.writing.unlock();
        }
    }

    /** Of a whole chunk a new one, which is forgotten again. */
    private Chunk chunk(int number) {
        lock.lock();
        try {
            return whole.get(number) ? new Chunk() : open.computeIfAbsent(number, _ -> new Chunk());
        } finally {
            lock.unlock();
        }
    }

    private boolean isWhole(int chunk) {
        lock.lock();
        try {
            return whole.get(chunk);
        } finally {
            lock.unlock();
        }
    }

    private void becameWhole(int chunk) {
        lock.lock();
        try {
            open.remove(chunk);
            whole.set(chunk);
        } finally {
            lock.unlock();
        }
    }

    private void write(Record record, long offset, long from, long to) throws IOException {
        long inner = Math.min(base.leaves().up(from), to);
        long outer = Math.max(base.leaves().down(to), inner);
        part(record, offset, from, inner);
        if (outer > inner && record instanceof Record.Copy copy) {
            base.fill(copy.data().slice(copy.data().position() + (int) (inner - offset), (int) (outer - inner)),
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
        lock.lock();
        try {
            unhashed.add(Leaves.of(from));
        } finally {
            lock.unlock();
        }
    }
}
