package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.Record;

/**
 * Some successive records as the leaves of the base that they change, in memory. Leaves of which records cover only a part are read
 * from the base and checked; one whose checksum does not fit is accepted only if, with all the records applied, it has the checksum
 * that the step was to give it before a crash tore it. For one thread.
 */
final class Step {

    /** Leaves in memory at most, before the record that goes beyond. */
    static final int MAX_LEAVES = 8192;

    private final BaseImage base;
    private final Map<Long, ByteBuffer> expected;
    private final TreeMap<Long, Leaf> changed = new TreeMap<>();
    private final Ranges zeros = new Ranges();

    /** A leaf's new content, whether the base had a part in it, and whether that part's checksum did not fit. */
    private static final class Leaf {
        private final byte[] content;
        private boolean fromBase;
        private boolean suspicious;

        private Leaf(int length) {
            content = new byte[length];
        }
    }

    /** @param expected checksums that leaves had to get, when this step was begun before a crash; else empty */
    Step(BaseImage base, Map<Long, ByteBuffer> expected) {
        this.base = base;
        this.expected = expected;
    }

    boolean full() {
        return changed.size() >= MAX_LEAVES;
    }

    /** @throws IndexOutOfBoundsException when the record is outside the disk */
    void add(Record record) throws IOException {
        switch (record) {
            case Record.Write write -> data(write.offset(), write.data());
            case Record.Copy copy -> data(copy.offset(), copy.data());
            case Record.Zero zero -> zeros(zero.offset(), zero.length());
            case Record.Trim trim -> zeros(trim.offset(), trim.length());
            case Record.Flush flush -> {
            }
            case Record.Mark mark -> {
            }
        }
    }

    /**
     * The new checksums of the leaves in which the base has a part: what must be known before they are written, to tell after a crash
     * whether that part is sound.
     *
     * @throws DamagedException when the base is damaged where a leaf is changed in part
     */
    Map<Long, ByteBuffer> partial() throws IOException {
        Map<Long, ByteBuffer> sums = new TreeMap<>();
        for (var entry : changed.entrySet()) {
            if (entry.getValue().fromBase) {
                sums.put(entry.getKey(), sound(entry.getKey(), entry.getValue()));
            }
        }
        return sums;
    }

    /** Writes into the base; may be done again. */
    void write() throws IOException {
        for (var run : zeros.asMap().entrySet()) {
            base.zero(run.getKey(), run.getValue());
        }
        var run = new LeafRun(base);
        for (var leaf : changed.entrySet()) {
            run.add(leaf.getKey(), leaf.getValue().content);
        }
        run.write();
    }

    private ByteBuffer sound(long index, Leaf leaf) throws DamagedException {
        var sum = ByteBuffer.allocate(16);
        base.hash().sums(ByteBuffer.wrap(leaf.content), Leaves.BYTES, sum);
        if (leaf.suspicious && !sum.flip().equals(expected.get(index))) {
            throw new DamagedException(base.place(), Leaves.offset(index),
                    "the checksum of 4096 bytes does not fit; a resynchronization sends them anew");
        }
        return sum.rewind();
    }

    private void data(long offset, ByteBuffer data) throws IOException {
        long end = offset + data.remaining();
        checkInside(offset, end);
        for (long at = offset; at < end;) {
            long leaf = Leaves.of(at);
            long to = Math.min(end, base.leaves().up(at + 1));
            int length = (int) (to - at);
            int skip = (int) (at - Leaves.offset(leaf));
            data.get(data.position() + (int) (at - offset), leafFor(leaf, length).content, skip, length);
            at = to;
        }
    }

    private void zeros(long offset, long length) throws IOException {
        long end = offset + length;
        checkInside(offset, end);
        long inner = Math.min(end, base.leaves().up(offset));
        long outer = Math.max(inner, base.leaves().down(end));
        zeroPart(offset, inner);
        if (outer > inner) {
            changed.subMap(Leaves.of(inner), Leaves.of(outer - 1) + 1).clear();
            zeros.add(inner, outer);
        }
        zeroPart(outer, end);
    }

    private void checkInside(long offset, long end) {
        if (offset < 0 || end < offset || end > base.leaves().diskSize()) {
            throw new IndexOutOfBoundsException("a record from " + offset + " to " + end + " is outside the disk of "
                    + base.leaves().diskSize() + " bytes");
        }
    }

    private void zeroPart(long from, long to) throws IOException {
        if (to > from) {
            int skip = (int) (from - Leaves.offset(Leaves.of(from)));
            Arrays.fill(leafFor(Leaves.of(from), (int) (to - from)).content, skip, skip + (int) (to - from), (byte) 0);
        }
    }

    private Leaf leafFor(long index, int changedBytes) throws IOException {
        int length = base.leaves().length(index);
        if (changedBytes == length) {
            var whole = new Leaf(length);
            changed.put(index, whole);
            return whole;
        }
        var leaf = changed.get(index);
        if (leaf == null) {
            leaf = old(index, length);
            changed.put(index, leaf);
        }
        return leaf;
    }

    private Leaf old(long index, int length) throws IOException {
        var leaf = new Leaf(length);
        if (!zeros.contains(Leaves.offset(index))) {
            leaf.fromBase = true;
            leaf.suspicious = !base.readLeaf(index, ByteBuffer.wrap(leaf.content));
        }
        return leaf;
    }
}
