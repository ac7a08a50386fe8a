package secondsite.engine.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Extents in the order in which they were written, as numbers only, so that noting one costs next to nothing. What is left of each
 * in the end is found out once, by sorting: extents that touch no other, or only their equals, are settled without a map.
 */
final class ExtentNotes {

    private static final int LONGS = 4;
    private static final int SECTOR_SHIFT = 9;
    /** Bits of a sort key for the number of a note: 2^26 of the shortest records are more than a segment holds. */
    private static final int NUMBER_BITS = 26;

    private long[] notes = new long[64 * LONGS];
    private int end;

    void add(ContentKind kind, long offset, int length, long framePosition, int dataPosition, long batchSequence) {
        if (length == 0) {
            return;
        }
        if (end == notes.length) {
            notes = Arrays.copyOf(notes, end * 2);
        }
        notes[end] = offset;
        notes[end + 1] = (long) length << 32 | kind.code() << 24 | dataPosition;
        notes[end + 2] = framePosition;
        notes[end + 3] = batchSequence;
        end += LONGS;
    }

    private int count() {
        return end / LONGS;
    }

    private long offset(int note) {
        return notes[note * LONGS];
    }

    private long length(int note) {
        return notes[note * LONGS + 1] >>> 32;
    }

    private IndexedExtent extent(int note) {
        int where = (int) notes[note * LONGS + 1];
        return new IndexedExtent(offset(note), length(note), ContentKind.of(where >>> 24), notes[note * LONGS + 2],
                where & 0xffffff, notes[note * LONGS + 3]);
    }

    /** What is to be seen in the end, by offset, without overlaps. */
    List<IndexedExtent> resolved() {
        long[] keys = new long[count()];
        for (int note = 0; note < keys.length; note++) {
            keys[note] = offset(note) >>> SECTOR_SHIFT << NUMBER_BITS | note;
        }
        Arrays.sort(keys);
        List<IndexedExtent> resolved = new ArrayList<>(keys.length);
        for (int from = 0; from < keys.length;) {
            int to = clusterEnd(keys, from);
            resolve(keys, from, to, resolved);
            from = to;
        }
        return resolved;
    }

    private static int note(long key) {
        return (int) (key & (1L << NUMBER_BITS) - 1);
    }

    /** Where notes begin that overlap none of those from here on. */
    private int clusterEnd(long[] keys, int from) {
        long reach = offset(note(keys[from])) + length(note(keys[from]));
        int to = from + 1;
        while (to < keys.length && keys[to] >>> NUMBER_BITS << SECTOR_SHIFT < reach) {
            reach = Math.max(reach, offset(note(keys[to])) + length(note(keys[to])));
            to++;
        }
        return to;
    }

    private void resolve(long[] keys, int from, int to, List<IndexedExtent> resolved) {
        if (allEqual(keys, from, to)) {
            resolved.add(extent(note(keys[to - 1])));
            return;
        }
        int[] inOrder = new int[to - from];
        for (int i = from; i < to; i++) {
            inOrder[i - from] = note(keys[i]);
        }
        Arrays.sort(inOrder);
        ExtentMap map = new ExtentMap();
        for (int note : inOrder) {
            map.put(extent(note));
        }
        resolved.addAll(map.all());
    }

    /** Whether all have one range; the last one is then the newest. */
    private boolean allEqual(long[] keys, int from, int to) {
        int first = note(keys[from]);
        for (int i = from + 1; i < to; i++) {
            if (offset(note(keys[i])) != offset(first) || length(note(keys[i])) != length(first)) {
                return false;
            }
        }
        return true;
    }
}
