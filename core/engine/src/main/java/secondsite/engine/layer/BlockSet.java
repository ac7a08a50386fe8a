package secondsite.engine.layer;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A set of block numbers below a limit, which only grows. Takes memory only where some but not all blocks are in it. Any number of
 * threads may ask; one at a time may add.
 */
final class BlockSet {

    private static final int WORDS = 4096;
    private static final long PAGE = WORDS * 64L;
    private static final AtomicLongArray FULL = full();

    private final AtomicReferenceArray<AtomicLongArray> pages;

    BlockSet(long limit) {
        pages = new AtomicReferenceArray<>(Math.toIntExact(Math.ceilDiv(limit, PAGE)));
    }

    private static AtomicLongArray full() {
        long[] words = new long[WORDS];
        Arrays.fill(words, -1L);
        return new AtomicLongArray(words);
    }

    boolean contains(long block) {
        return (word(block) >>> block & 1) != 0;
    }

    /**
     * The first block, from this one on and before the end, that is not in the set although the ones asked for are, or the other way
     * round; the end when there is none.
     */
    long endOfRun(long from, long end, boolean in) {
        long uniform = in ? -1L : 0L;
        for (long at = from; at < end;) {
            AtomicLongArray page = pages.get(page(at));
            if (page == null || page == FULL) {
                if (page == FULL != in) {
                    return at;
                }
                at = (at / PAGE + 1) * PAGE;
            } else {
                long different = (page.get(index(at)) ^ uniform) >>> at;
                if (different != 0) {
                    return Math.min(end, at + Long.numberOfTrailingZeros(different));
                }
                at = (at / 64 + 1) * 64;
            }
        }
        return end;
    }

    void add(long from, long end) {
        for (long at = from; at < end;) {
            long pageEnd = Math.min(end, (at / PAGE + 1) * PAGE);
            if (pageEnd - at == PAGE) {
                pages.set(page(at), FULL);
            } else {
                addInPage(at, pageEnd);
            }
            at = pageEnd;
        }
    }

    private void addInPage(long from, long end) {
        AtomicLongArray page = pages.get(page(from));
        if (page == FULL) {
            return;
        }
        if (page == null) {
            page = new AtomicLongArray(WORDS);
            pages.set(page(from), page);
        }
        for (long at = from; at < end;) {
            long wordEnd = Math.min(end, (at / 64 + 1) * 64);
            long bits = -1L >>> 64 - (wordEnd - at) << at;
            page.set(index(at), page.get(index(at)) | bits);
            at = wordEnd;
        }
    }

    private long word(long block) {
        AtomicLongArray page = pages.get(page(block));
        return page == null ? 0 : page.get(index(block));
    }

    private static int page(long block) {
        return (int) (block / PAGE);
    }

    private static int index(long block) {
        return (int) (block % PAGE / 64);
    }
}
