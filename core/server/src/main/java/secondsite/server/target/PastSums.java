package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.journal.JournalView;
import secondsite.engine.journal.JournalView.Piece;
import secondsite.engine.segment.DamagedException;
import secondsite.server.target.past.PastDisk;

/**
 * Checksums of the blocks of a disk as it was. What the journal holds is read in the journal's order, so that each batch is unpacked once;
 * what the base holds is known from its checksums or, when asked for, read. A leaf whose data is damaged gets a checksum that fits no
 * data, so that a resynchronization sends it anew. For one call on one thread.
 */
final class PastSums {

    private static final long WINDOW_BYTES = 256L << 20;
    private static final int READ_BYTES = 1 << 20;
    private static final ByteBuffer FITS_NOTHING = ByteBuffer.allocate(BlockSums.BYTES);

    private final BaseImage base;
    private final JournalView view;
    private final PastDisk disk;
    private final Findings findings;
    private final boolean read;
    private final ByteBuffer zeros;
    private ByteBuffer buffer;

    PastSums(BaseImage base, JournalView view, PastDisk disk, Findings findings, boolean read) {
        this.base = base;
        this.view = view;
        this.disk = disk;
        this.findings = findings;
        this.read = read;
        this.zeros = ByteBuffer.wrap(base.hash().ofZeros(Leaves.BYTES, Leaves.BYTES));
    }

    BlockSums of(long offset, long length, int blockBytes) throws IOException {
        BlockSums.checkBlocks(disk.size(), offset, length, blockBytes);
        var sums = ByteBuffer.allocate((int) Math.ceilDiv(length, blockBytes) * BlockSums.BYTES);
        long window = Math.max(blockBytes, WINDOW_BYTES / blockBytes * blockBytes);
        for (long at = offset; at < offset + length; at += window) {
            ByteBuffer leaves = window(at, Math.min(at + window, offset + length));
            base.hash().fold(leaves, blockBytes, sums);
        }
        return new BlockSums(offset, blockBytes, base.hash().seed(), sums.flip());
    }

    private ByteBuffer window(long from, long to) throws IOException {
        var leaves = ByteBuffer.allocate((int) Math.ceilDiv(to - from, Leaves.BYTES) * BlockSums.BYTES);
        List<Piece> inJournal = new ArrayList<>();
        var mixed = new TreeSet<Long>();
        for (Piece piece : view.pieces(from, to - from)) {
            Piece whole = wholeLeaves(piece, mixed);
            if (whole == null) {
                continue;
            }
            switch (whole.source()) {
                case BEFORE ->
                    before(whole.offset(), whole.end(), place(leaves, from, whole.offset()));
                case ZERO -> zeros(whole, place(leaves, from, whole.offset()));
                case DATA -> inJournal.add(whole);
            }
        }
        inJournal.sort(Comparator.comparingLong(Piece::batchSequence).thenComparingInt(Piece::dataPosition));
        for (Piece piece : inJournal) {
            journal(piece, from, leaves);
        }
        for (long leaf : mixed) {
            mixed(leaf, place(leaves, from, Leaves.offset(leaf)));
        }
        return leaves.rewind();
    }

    /** The part of a piece that is whole leaves, null when there is none; the leaves that it has only a part of are mixed. */
    private Piece wholeLeaves(Piece piece, TreeSet<Long> mixed) {
        long end = piece.end();
        long inner = base.leaves().up(piece.offset());
        long outer = base.leaves().down(end);
        if (inner != piece.offset()) {
            mixed.add(Leaves.of(piece.offset()));
        }
        if (outer != end) {
            mixed.add(Leaves.of(end));
        }
        return outer <= inner ? null : piece.within(inner, outer);
    }

    private void before(long from, long to, ByteBuffer sums) throws IOException {
        if (!read) {
            sums.limit(sums.position() + (int) Math.ceilDiv(to - from, Leaves.BYTES) * BlockSums.BYTES);
            base.sums().get(Leaves.of(from), sums);
            return;
        }
        for (long at = from; at < to; at += READ_BYTES) {
            buffer().limit((int) Math.min(READ_BYTES, to - at));
            try {
                disk.read(buffer, at);
                base.hash().sums(buffer.flip(), Leaves.BYTES, sums);
            } catch (DamagedException e) {
                leafByLeaf(at, Math.min(to, at + READ_BYTES), sums);
            }
        }
    }

    private void leafByLeaf(long from, long to, ByteBuffer sums) throws IOException {
        for (long at = from; at < to; at += Leaves.BYTES) {
            mixed(Leaves.of(at), sums.slice(sums.position(), BlockSums.BYTES));
            sums.position(sums.position() + BlockSums.BYTES);
        }
    }

    private void zeros(Piece piece, ByteBuffer sums) {
        long end = piece.end();
        for (long at = piece.offset(); at < end; at += Leaves.BYTES) {
            sums.put(end - at < Leaves.BYTES
                    ? ByteBuffer.wrap(base.hash().ofZeros((int) (end - at), Leaves.BYTES))
                    : zeros.duplicate());
        }
    }

    /** A piece of the journal that is whole leaves. */
    private void journal(Piece piece, long windowFrom, ByteBuffer leaves) throws IOException {
        long to = piece.end();
        for (long at = piece.offset(); at < to; at += READ_BYTES) {
            long end = Math.min(to, at + READ_BYTES);
            var sums = place(leaves, windowFrom, at);
            buffer().limit((int) (end - at));
            try {
                view.read(piece, at - piece.offset(), buffer);
                base.hash().sums(buffer.flip(), Leaves.BYTES, sums);
            } catch (DamagedException e) {
                findings.add(e);
                leafByLeaf(at, end, sums);
            }
        }
    }

    private void mixed(long leaf, ByteBuffer sum) throws IOException {
        buffer().limit(base.leaves().length(leaf));
        try {
            disk.read(buffer, Leaves.offset(leaf));
            base.hash().sums(buffer.flip(), Leaves.BYTES, sum);
        } catch (DamagedException e) {
            findings.add(e);
            sum.put(FITS_NOTHING.duplicate());
        }
    }

    /** Made when there is something to read; for most ranges there is not. */
    private ByteBuffer buffer() {
        if (buffer == null) {
            buffer = ByteBuffer.allocate(READ_BYTES);
        }
        return buffer.clear();
    }

    private static ByteBuffer place(ByteBuffer leaves, long windowFrom, long offset) {
        return leaves.duplicate().position((int) ((offset - windowFrom) / Leaves.BYTES) * BlockSums.BYTES);
    }
}
