package secondsite.engine.disk;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import secondsite.engine.disk.Extent.Kind;

/** A disk in memory, which takes only as much of it as was written. A flush makes nothing durable. */
public final class MemoryDisk implements Disk {

    private static final int BLOCK = 64 * 1024;

    private final long size;
    private final NavigableMap<Long, byte[]> blocks = new TreeMap<>();

    public MemoryDisk(long size) {
        if (size < 0) {
            throw new IllegalArgumentException("a disk of " + size + " bytes");
        }
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public synchronized void read(ByteBuffer into, long offset) {
        Disk.checkRange(this, offset, into.remaining());
        for (long at = offset; into.hasRemaining();) {
            int length = lengthInBlock(at, into.remaining());
            byte[] block = blocks.get(at / BLOCK);
            into.put(block != null ? block : new byte[BLOCK], (int) (at % BLOCK), length);
            at += length;
        }
    }

    @Override
    public synchronized void write(ByteBuffer from, long offset) {
        Disk.checkRange(this, offset, from.remaining());
        for (long at = offset; from.hasRemaining();) {
            int length = lengthInBlock(at, from.remaining());
            from.get(blocks.computeIfAbsent(at / BLOCK, b -> new byte[BLOCK]), (int) (at % BLOCK), length);
            at += length;
        }
    }

    @Override
    public synchronized void zero(long offset, long length) {
        Disk.checkRange(this, offset, length);
        long end = offset + length;
        long firstWhole = Math.ceilDiv(offset, BLOCK);
        long endWhole = end == size ? Math.ceilDiv(end, BLOCK) : end / BLOCK;
        if (firstWhole < endWhole) {
            blocks.subMap(firstWhole, endWhole).clear();
        }
        clear(offset, Math.min(end, firstWhole * BLOCK));
        clear(Math.max(offset, endWhole * BLOCK), end);
    }

    /** Clears a range within one block. */
    private void clear(long from, long to) {
        byte[] block = from < to ? blocks.get(from / BLOCK) : null;
        if (block != null) {
            int start = (int) (from % BLOCK);
            Arrays.fill(block, start, start + (int) (to - from), (byte) 0);
        }
    }

    @Override
    public void trim(long offset, long length) {
        zero(offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public synchronized List<Extent> extents(long offset, long length) {
        Disk.checkRange(this, offset, length);
        List<Extent> extents = new ArrayList<>();
        long end = offset + length;
        for (long at = offset; at < end;) {
            Long next = blocks.ceilingKey(at / BLOCK);
            long data = next == null ? end : Math.clamp(next * BLOCK, at, end);
            if (data > at) {
                extents.add(new Extent(at, data - at, Kind.HOLE));
            }
            at = data + lengthInBlock(data, end - data);
            if (at > data) {
                extents.add(new Extent(data, at - data, Kind.DATA));
            }
        }
        return extents;
    }

    @Override
    public void close() {}

    private static int lengthInBlock(long at, long length) {
        return (int) Math.min(BLOCK - at % BLOCK, length);
    }

    @Override
    public String toString() {
        return "disk in memory";
    }
}
