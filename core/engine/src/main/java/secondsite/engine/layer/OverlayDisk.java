package secondsite.engine.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.Writes;

/**
 * Copy-on-write: what was never written is read from the disk below, which stays as it is; every write goes to a disk above. Blocks
 * of 4 KiB that are written in part are copied up first. What lies above is known in memory only: an overlay is not opened again.
 */
public final class OverlayDisk extends DiskLayer {

    static final int BLOCK = 4096;

    private final Disk above;
    private final BlockSet written;
    /** Held while blocks come to be above for the first time. */
    private final ReentrantLock copying = new ReentrantLock();

    /**
     * Closes both disks with itself.
     *
     * @param above as large as the one below; its contents do not matter
     */
    public OverlayDisk(Disk below, Disk above) {
        super(below);
        if (above.size() != below.size()) {
            throw new IllegalArgumentException("overlay " + above + " of " + above.size() + " bytes over " + below
                    + " of " + below.size() + " bytes");
        }
        this.above = above;
        written = new BlockSet(blocksUntil(below.size()));
    }

    @Override
    public boolean readOnly() {
        return above.readOnly();
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        Disk.checkRange(this, offset, into.remaining());
        long end = offset + into.remaining();
        int start = into.position();
        for (long at = offset; at < end;) {
            boolean up = isAbove(at);
            long runEnd = endOfRun(at, end, up);
            into.limit(start + (int) (runEnd - offset));
            (up ? above : below).read(into, at);
            at = runEnd;
        }
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        long end = offset + from.remaining();
        Disk.checkRange(this, offset, from.remaining());
        change(offset, end, () -> above.write(from, offset));
    }

    @Override
    public void write(Writes writes) throws IOException {
        for (int i = 0; i < writes.count(); i++) {
            write(writes.payload(i), writes.offset(i));
        }
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        change(offset, offset + length, () -> above.zero(offset, length));
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        change(offset, offset + length, () -> above.trim(offset, length));
    }

    @Override
    public void flush() throws IOException {
        above.flush();
    }

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        List<Extent> extents = new ArrayList<>();
        long end = offset + length;
        for (long at = offset; at < end;) {
            boolean up = isAbove(at);
            long runEnd = endOfRun(at, end, up);
            if (runEnd > at) {
                extents.addAll((up ? above : below).extents(at, runEnd - at));
            }
            at = runEnd;
        }
        return extents;
    }

    @Override
    public void close() throws IOException {
        try (below) {
            above.close();
        }
    }

    private interface Change {

        void make() throws IOException;
    }

    private void change(long offset, long end, Change change) throws IOException {
        if (offset == end) {
            return;
        }
        if (endOfRun(offset, end, true) == end) {
            change.make();
            return;
        }
        copying.lock();
        try {
            copyUpIfCutThrough(offset);
            copyUpIfCutThrough(end);
            change.make();
            written.add(offset / BLOCK, blocksUntil(end));
        } finally {
            copying.unlock();
        }
    }

    /** Copies the block up in which a change begins or ends, unless it does so between blocks. */
    private void copyUpIfCutThrough(long at) throws IOException {
        if (at % BLOCK == 0 || at == size() || isAbove(at)) {
            return;
        }
        long start = at / BLOCK * BLOCK;
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(BLOCK, size() - start));
        below.read(block, start);
        above.write(block.flip(), start);
        written.add(at / BLOCK, at / BLOCK + 1);
    }

    private boolean isAbove(long at) {
        return written.contains(at / BLOCK);
    }

    /** As far as blocks lie above, or below, from here on; nowhere when that has just changed. */
    private long endOfRun(long at, long end, boolean up) {
        long block = written.endOfRun(at / BLOCK, blocksUntil(end), up);
        return Math.clamp(block * BLOCK, at, end);
    }

    private static long blocksUntil(long end) {
        return Math.ceilDiv(end, BLOCK);
    }

    @Override
    public String toString() {
        return "overlay of " + below;
    }
}
