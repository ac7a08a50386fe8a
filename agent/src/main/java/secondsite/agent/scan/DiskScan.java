package secondsite.agent.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;

/** Reads a whole disk once, and finds the blocks that have not the checksums that are known of them. */
public final class DiskScan {

    /** One reads while the other computes. */
    private static final int WORKERS = 2;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int PIECE_BYTES = 256 << 10;

    private final Disk disk;
    private final KnownSums sums;
    private final Found found;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong differing = new AtomicLong();
    private volatile boolean failed;

    /** Hears what differs, in ranges of whole blocks that have 256 KiB at most or are one block, a MiB or a block of them at once; from several threads. */
    public interface Found {

        void differ(List<Extent> ranges) throws IOException;
    }

    public DiskScan(Disk disk, KnownSums sums, Found found) {
        this.disk = disk;
        this.sums = sums;
        this.found = found;
    }

    /**
     * Reads and compares; for one call.
     *
     * @return how many bytes differed, whole blocks
     * @throws InterruptedException when it was broken off; what was found was told
     */
    public long run() throws IOException, InterruptedException {
        var factory = Thread.ofPlatform().name("scan " + disk).daemon().factory();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS, factory)) {
            var ends = new ArrayList<Future<?>>();
            for (int i = 0; i < WORKERS; i++) {
                ends.add(workers.submit(() -> {
                    work();
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                await(end);
            }
        }
        return differing.get();
    }

    private void await(Future<?> end) throws IOException, InterruptedException {
        try {
            end.get();
        } catch (InterruptedException e) {
            failed = true;
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException why -> throw why;
                case RuntimeException why -> throw why;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private void work() throws IOException {
        int length = Math.max(CHUNK_BYTES, sums.blockBytes());
        var data = ByteBuffer.allocate(length);
        var here = ByteBuffer.allocate(length / sums.blockBytes() * BlockSums.BYTES);
        var there = ByteBuffer.allocate(here.capacity());
        boolean done = false;
        try {
            for (long at = next.getAndAdd(length); at < disk.size() && !failed; at = next.getAndAdd(length)) {
                data.clear().limit((int) Math.min(length, disk.size() - at));
                compare(at, data, here.clear(), there.clear());
            }
            done = true;
        } finally {
            failed |= !done;
        }
    }

    private void compare(long at, ByteBuffer data, ByteBuffer here, ByteBuffer there) throws IOException {
        disk.read(data, at);
        sums.hash().sums(data.flip(), sums.blockBytes(), here);
        there.limit(here.flip().limit());
        sums.read(at / sums.blockBytes(), there);
        if (here.mismatch(there.flip()) >= 0) {
            List<Extent> ranges = ranges(at, data.limit(), here, there);
            differing.addAndGet(ranges.stream().mapToLong(Extent::length).sum());
            found.differ(ranges);
        }
    }

    private List<Extent> ranges(long at, int length, ByteBuffer here, ByteBuffer there) {
        var ranges = new ArrayList<Extent>();
        int blockBytes = sums.blockBytes();
        for (int i = 0; i < here.limit() / BlockSums.BYTES; i++) {
            int sum = i * BlockSums.BYTES;
            if (here.getLong(sum) != there.getLong(sum) || here.getLong(sum + 8) != there.getLong(sum + 8)) {
                long from = at + (long) i * blockBytes;
                add(ranges, from, Math.min(from + blockBytes, at + length));
            }
        }
        return ranges;
    }

    private static void add(List<Extent> ranges, long from, long end) {
        boolean goesOn = !ranges.isEmpty() && ranges.getLast().end() == from
                && end - ranges.getLast().offset() <= PIECE_BYTES;
        long begin = goesOn ? ranges.removeLast().offset() : from;
        ranges.add(new Extent(begin, end - begin, Extent.Kind.DATA));
    }
}
