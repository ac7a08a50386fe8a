package secondsite.engine.file;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Bytes at positions, in pages; what was never written is a hole and reads as zeros. */
final class SparseBytes {

    static final int PAGE = 4096;

    private final TreeMap<Long, byte[]> pages = new TreeMap<>();

    SparseBytes copy() {
        var copy = new SparseBytes();
        pages.forEach((number, page) -> copy.pages.put(number, page.clone()));
        return copy;
    }

    long pages() {
        return pages.size();
    }

    boolean has(long position) {
        return pages.containsKey(position / PAGE);
    }

    void read(ByteBuffer into, long position) {
        for (long at = position; into.hasRemaining();) {
            int skip = (int) (at % PAGE);
            int length = Math.min(into.remaining(), PAGE - skip);
            byte[] page = pages.get(at / PAGE);
            into.put(page == null ? new byte[length] : page, page == null ? 0 : skip, length);
            at += length;
        }
    }

    void write(byte[] from, int offset, int length, long position) {
        for (int done = 0; done < length;) {
            int skip = (int) ((position + done) % PAGE);
            int part = Math.min(length - done, PAGE - skip);
            byte[] page = pages.computeIfAbsent((position + done) / PAGE, _ -> new byte[PAGE]);
            System.arraycopy(from, offset + done, page, skip, part);
            done += part;
        }
    }

    void zero(long position, long end) {
        long firstWhole = (position + PAGE - 1) / PAGE;
        long endWhole = end / PAGE;
        if (firstWhole < endWhole) {
            pages.subMap(firstWhole, endWhole).clear();
            zeroWithin(position, firstWhole * PAGE);
            zeroWithin(endWhole * PAGE, end);
        } else {
            zeroWithin(position, Math.min(end, firstWhole * PAGE));
            zeroWithin(Math.max(position, firstWhole * PAGE), end);
        }
    }

    private void zeroWithin(long from, long to) {
        byte[] page = from < to ? pages.get(from / PAGE) : null;
        if (page != null) {
            java.util.Arrays.fill(page, (int) (from % PAGE), (int) (from % PAGE + to - from), (byte) 0);
        }
    }

    /** Forgets everything from this position on. */
    void cut(long position) {
        long firstWhole = (position + PAGE - 1) / PAGE;
        zeroWithin(position, firstWhole * PAGE);
        pages.tailMap(firstWhole, true).clear();
    }

    long nextData(long position, long size) {
        Map.Entry<Long, byte[]> page = pages.ceilingEntry(position / PAGE);
        return page == null ? size : Math.min(size, Math.max(position, page.getKey() * PAGE));
    }

    long nextHole(long position, long size) {
        long page = position / PAGE;
        while (pages.containsKey(page)) {
            page++;
        }
        return Math.min(size, Math.max(position, page * PAGE));
    }
}
