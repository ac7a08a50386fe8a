package secondsite.engine.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToIntFunction;
import java.util.random.RandomGenerator;

/**
 * What is in a file, as everybody sees it and as a loss of power would leave it. In between lie the changes since the last force, of
 * which each sector keeps as many as it likes.
 */
final class SimulatedContent {

    private static final int SECTOR = 512;

    /** A change of a range; data null for zeros, and for a new size, which is then the end. */
    private record Change(long position, long end, byte[] data, boolean resize) {}

    private final List<Change> undurable = new ArrayList<>();
    private SparseBytes bytes = new SparseBytes();
    private long size;
    private SparseBytes durable = new SparseBytes();
    private long durableSize;

    long size() {
        return size;
    }

    long pages() {
        return bytes.pages();
    }

    boolean has(long position) {
        return bytes.has(position);
    }

    void read(ByteBuffer into, long position) {
        bytes.read(into, position);
    }

    long nextData(long position) {
        return bytes.nextData(position, size);
    }

    long nextHole(long position) {
        return bytes.nextHole(position, size);
    }

    void write(byte[] data, long position) {
        change(new Change(position, position + data.length, data, false));
    }

    void punch(long position, long end) {
        change(new Change(position, Math.min(end, size), null, false));
    }

    void resize(long newSize) {
        change(new Change(newSize, newSize, null, true));
    }

    private void change(Change change) {
        undurable.add(change);
        size = sizeAfter(change, size);
        apply(change, bytes, size, 0, _ -> Integer.MAX_VALUE);
    }

    private static long sizeAfter(Change change, long before) {
        return change.resize() ? change.end() : Math.max(before, change.end());
    }

    /** Applies those sectors of a change whose count of changes goes beyond its number. */
    private static void apply(Change change, SparseBytes to, long sizeThen, int number, LongToIntFunction counts) {
        if (change.resize()) {
            to.cut(sizeThen);
            return;
        }
        for (long at = change.position(); at < change.end();) {
            long end = Math.min(change.end(), (at / SECTOR + 1) * SECTOR);
            while (end < change.end() && counts.applyAsInt(end / SECTOR) == counts.applyAsInt(at / SECTOR)) {
                end = Math.min(change.end(), end + SECTOR);
            }
            if (number < counts.applyAsInt(at / SECTOR)) {
                put(change, to, at, end);
            }
            at = end;
        }
    }

    private static void put(Change change, SparseBytes to, long from, long end) {
        if (change.data() == null) {
            to.zero(from, end);
        } else {
            to.write(change.data(), (int) (from - change.position()), (int) (end - from), from);
        }
    }

    void force() {
        settle(Integer.MAX_VALUE, _ -> Integer.MAX_VALUE);
    }

    private void settle(int sizeCount, LongToIntFunction counts) {
        for (int i = 0; i < undurable.size(); i++) {
            Change change = undurable.get(i);
            if (i < sizeCount) {
                durableSize = sizeAfter(change, durableSize);
            }
            if (!change.resize() || i < sizeCount) {
                apply(change, durable, durableSize, i, counts);
            }
        }
        undurable.clear();
        durable.cut(durableSize);
    }

    /** A force that fails: some sectors made it, of the others nobody will try again; readers may or may not see what they were. */
    void failForce(RandomGenerator random) {
        settleSome(random);
        if (random.nextBoolean()) {
            bytes = durable.copy();
            bytes.cut(size);
        }
        if (size != durableSize) {
            undurable.add(new Change(size, size, null, true));
        }
    }

    void losePower(RandomGenerator random) {
        settleSome(random);
        bytes = durable.copy();
        size = durableSize;
    }

    private void settleSome(RandomGenerator random) {
        int all = undurable.size();
        int some = random.nextInt(all + 1);
        switch (random.nextInt(4)) {
            case 0 -> settle(0, _ -> 0);
            case 1 -> settle(all, _ -> all);
            case 2 -> settle(some, _ -> some);
            default -> settleEachSector(some, random);
        }
    }

    private void settleEachSector(int sizeCount, RandomGenerator random) {
        int all = undurable.size();
        Map<Long, Integer> counts = new HashMap<>();
        settle(sizeCount, sector -> counts.computeIfAbsent(sector, _ -> random.nextInt(all + 1)));
    }
}
