package secondsite.engine.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;

/** A disk of which some ranges are left out: they read as zeros, whatever lies there. */
public final class MaskedDisk extends DiskLayer {

    private final Supplier<List<Extent>> masked;

    /** @param masked the ranges now, apart from each other and ascending */
    public MaskedDisk(Disk below, Supplier<List<Extent>> masked) {
        super(below);
        this.masked = masked;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        Disk.checkRange(this, offset, into.remaining());
        for (Extent each : extents(masked.get(), offset, into.remaining())) {
            int length = (int) each.length();
            if (each.kind() == Extent.Kind.HOLE) {
                into.put(new byte[length]);
            } else {
                ByteBuffer piece = into.slice(into.position(), length);
                below.read(piece, each.offset());
                into.position(into.position() + length);
            }
        }
    }

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        List<Extent> all = new ArrayList<>();
        for (Extent each : extents(masked.get(), offset, length)) {
            if (each.kind() == Extent.Kind.HOLE) {
                all.add(each);
            } else {
                all.addAll(below.extents(each.offset(), each.length()));
            }
        }
        return all;
    }

    /** A range as what is left out of it, as holes, and the rest. */
    public static List<Extent> extents(List<Extent> masked, long offset, long length) {
        List<Extent> all = new ArrayList<>();
        long end = offset + length;
        long at = offset;
        for (Extent each : masked) {
            long from = Math.max(each.offset(), at);
            long to = Math.min(each.end(), end);
            if (from < to) {
                if (from > at) {
                    all.add(new Extent(at, from - at, Extent.Kind.DATA));
                }
                all.add(new Extent(from, to - from, Extent.Kind.HOLE));
                at = to;
            }
        }
        if (at < end) {
            all.add(new Extent(at, end - at, Extent.Kind.DATA));
        }
        return all;
    }
}
