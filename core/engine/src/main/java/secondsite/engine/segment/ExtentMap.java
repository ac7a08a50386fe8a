package secondsite.engine.segment;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

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

    /** All extents, by offset. */
    public Collection<IndexedExtent> all() {
        return extents.values();
    }

    public int count() {
        return extents.size();
    }
}
