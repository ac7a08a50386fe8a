package secondsite.agent.tracking;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import secondsite.engine.disk.Extent;

/**
 * Which granules of a disk were written and not read since. It is kept in pages of {@link #PAGE_BYTES}, of which it knows which changed since they
 * were last taken down. For one thread at a time.
 */
public final class WriteMap {

    public static final int PAGE_BYTES = 4 << 10;

    private static final int PAGE_WORDS = PAGE_BYTES / Long.BYTES;
    private static final long SMALLEST_GRANULE = 4 << 10;
    private static final long MOST_GRANULES = 1L << 26;

    private final long size;
    private final int shift;
    private final long granules;
    private final long[] bits;
    private final BitSet changed = new BitSet();
    private long count;
    private long cursor;

    /** @param size of the disk, in bytes */
    public WriteMap(long size) {
        this.size = size;
        this.shift = shift(size);
        this.granules = (size - 1 >> shift) + 1;
        this.bits = new long[Math.toIntExact((granules + PAGE_BYTES * 8L - 1) / (PAGE_BYTES * 8L)) * PAGE_WORDS];
    }

    private static int shift(long size) {
        long granule = SMALLEST_GRANULE;
        while ((size - 1) / granule >= MOST_GRANULES) {
            granule *= 2;
        }
        return Long.numberOfTrailingZeros(granule);
    }

    /** In bytes. */
    public long granule() {
        return 1L << shift;
    }

    /** This range was written; what lies outside of the disk is none of its. */
    public void set(long offset, long length) {
        long last = Math.min(offset + length, size) - 1 >> shift;
        for (long g = offset >> shift; g <= last;) {
            int word = (int) (g >> 6);
            long mask = -1L << g;
            if (last >> 6 == word) {
                mask &= -1L >>> 63 - (last & 63);
            }
            add(word, mask);
            g = (word + 1L) << 6;
        }
    }

    private void add(int word, long mask) {
        long more = mask & ~bits[word];
        if (more != 0) {
            bits[word] |= more;
            count += Long.bitCount(more);
            changed.set(word / PAGE_WORDS);
        }
    }

    /** Nothing was written. */
    public void clear() {
        Arrays.fill(bits, 0);
        count = 0;
        cursor = 0;
        changed.set(0, bits.length / PAGE_WORDS);
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** About how much was written: whole granules. */
    public long bytes() {
        return Math.min(count << shift, size);
    }

    /** How many ranges {@link #take} would give in all if none was limited. */
    public long ranges() {
        long ranges = 0;
        long before = 0;
        for (long word : bits) {
            ranges += Long.bitCount(word & ~(word << 1 | before));
            before = word >>> 63;
        }
        return ranges;
    }

    /**
     * Takes some of what was written out of the map, in order, going on behind what was taken last.
     *
     * @param atMost  bytes of all together; a granule at least
     * @param longest range, in bytes; a granule at least
     * @return none when nothing was written
     */
    public List<Extent> take(long atMost, long longest) {
        var taken = new ArrayList<Extent>();
        long left = Math.max(1, atMost >> shift);
        while (left > 0 && count > 0) {
            long first = next(cursor);
            if (first < 0) {
                cursor = 0;
                continue;
            }
            long end = first + 1;
            long most = Math.min(left, Math.max(1, longest >> shift));
            while (end < granules && end - first < most && isSet(end)) {
                end++;
            }
            remove(first, end);
            left -= end - first;
            cursor = end;
            long offset = first << shift;
            taken.add(new Extent(offset, Math.min(end << shift, size) - offset, Extent.Kind.DATA));
        }
        return taken;
    }

    private long next(long from) {
        for (long g = from; g < granules;) {
            long word = bits[(int) (g >> 6)] & -1L << g;
            if (word != 0) {
                return (g & ~63L) + Long.numberOfTrailingZeros(word);
            }
            g = (g | 63) + 1;
        }
        return -1;
    }

    private boolean isSet(long granule) {
        return (bits[(int) (granule >> 6)] & 1L << granule) != 0;
    }

    private void remove(long from, long to) {
        for (long g = from; g < to; g++) {
            int word = (int) (g >> 6);
            bits[word] &= ~(1L << g);
            changed.set(word / PAGE_WORDS);
        }
        count -= to - from;
    }

    /** How many pages it has. */
    public int pages() {
        return bits.length / PAGE_WORDS;
    }

    /** The next page, from this one on, that changed since it was last taken down; below zero when none did. */
    public int nextChanged(int from) {
        return changed.nextSetBit(from);
    }

    /** Takes a page down. */
    public void copyPage(int page, ByteBuffer into) {
        into.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(bits, page * PAGE_WORDS, PAGE_WORDS);
        changed.clear(page);
    }

    /** It could not be kept. */
    public void keepAgain(int page) {
        changed.set(page);
    }

    /** Adds what a page says that was taken down once. */
    public void addPage(int page, ByteBuffer from) {
        var words = from.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        for (int i = 0; i < PAGE_WORDS; i++) {
            int word = page * PAGE_WORDS + i;
            add(word, words.get(i) & within(word));
        }
        changed.clear(page);
    }

    private long within(int word) {
        long left = granules - word * 64L;
        return left >= 64 ? -1 : left <= 0 ? 0 : (1L << left) - 1;
    }
}
