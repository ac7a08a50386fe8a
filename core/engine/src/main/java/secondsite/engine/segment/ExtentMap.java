package secondsite.engine.segment;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Extents of a disk without overlaps, by offset: what is put later lies over what was there. For one thread. */
public final class ExtentMap {

    private final TreeMap<Long, IndexedExtent> extents = new TreeMap<>();

    /** Puts an extent over all that is there; an empty one changes nothing. */
    public void put(IndexedExtent extent) {
        if (extent.length() == 0) {
            return;
        }
        Map.Entry<Long, IndexedExtent> before = extents.lowerEntry(extent.offset());
        if (before != null && before.getValue().end() > extent.offset()) {
            cut(before.getValue(), extent);
        }
        Map<Long, IndexedExtent> covered = extents.subMap(extent.offset(), extent.end());
        if (!covered.isEmpty()) {
            IndexedExtent last = extents.lowerEntry(extent.end()).getValue();
            covered.clear();
            keepTail(last, extent);
        }
        extents.put(extent.offset(), extent);
    }

    private void cut(IndexedExtent old, IndexedExtent by) {
        extents.put(old.offset(), old.within(old.offset(), by.offset()));
        keepTail(old, by);
    }

    private void keepTail(IndexedExtent old, IndexedExtent by) {
        if (old.end() > by.end()) {
            extents.put(by.end(), old.within(by.end(), old.end()));
        }
    }

    /**
     * Puts an extent under all that is there: only where nothing is.
     *
     * @return bytes that were covered by nothing before
     */
    public long fill(IndexedExtent extent) {
        Map.Entry<Long, IndexedExtent> next = extents.floorEntry(extent.offset());
        long at = next == null ? extent.offset() : Math.max(extent.offset(), next.getValue().end());
        long filled = 0;
        while (at < extent.end()) {
            next = extents.ceilingEntry(at);
            long stop = next == null ? extent.end() : Math.min(next.getKey(), extent.end());
            if (stop > at) {
                extents.put(at, extent.within(at, stop));
                filled += stop - at;
            }
            at = next == null ? stop : Math.max(stop, next.getValue().end());
        }
        return filled;
    }

    /** Gives the extents that overlap a range, by offset; those at its ends may reach beyond it. */
    public void overlapping(long offset, long length, Consumer<IndexedExtent> to) {
        Long first = extents.floorKey(offset);
        for (IndexedExtent extent : extents.tailMap(first == null ? offset : first).values()) {
            if (extent.offset() >= offset + length) {
                return;
            }
            if (extent.end() > offset) {
                to.accept(extent);
            }
        }
    }

    /** All extents, by offset. */
    public Collection<IndexedExtent> all() {
        return extents.values();
    }

    public void clear() {
        extents.clear();
    }
}
