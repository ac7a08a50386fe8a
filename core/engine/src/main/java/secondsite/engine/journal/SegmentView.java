package secondsite.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import secondsite.engine.segment.ContentKind;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.ExtentMap;
import secondsite.engine.segment.FrameReader;
import secondsite.engine.segment.IndexedExtent;

/**
 * Looks a disk up in segments, newest first, region by region: what it found of a region is kept while there is room, and so are the
 * payloads that were read last.
 */
final class SegmentView implements JournalView {

    static final long REGION_BYTES = 16L << 20;
    private static final long KEPT_PIECES = 400_000;
    private static final long KEPT_PAYLOAD_BYTES = 32L << 20;

    private final List<Segment> acquired;
    private final List<SegmentExtents> extents = new ArrayList<>();
    private final long sequence;
    private final BoundedCache<Long, List<Piece>> regions = new BoundedCache<>(KEPT_PIECES, List::size);
    private final BoundedCache<Long, ByteBuffer> payloads = new BoundedCache<>(KEPT_PAYLOAD_BYTES,
            ByteBuffer::capacity);
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param acquired all segments up to the sequence, oldest first; released with the view */
    SegmentView(List<Segment> acquired, long sequence) throws IOException {
        this.acquired = acquired;
        this.sequence = sequence;
        for (Segment segment : acquired.reversed()) {
            extents.add(SegmentExtents.of(segment, sequence));
        }
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public List<Piece> pieces(long offset, long length) throws IOException {
        checkOpen();
        List<Piece> pieces = new ArrayList<>();
        long end = offset + length;
        for (long at = offset; at < end;) {
            long region = at / REGION_BYTES;
            long stop = Math.min(end, (region + 1) * REGION_BYTES);
            for (Piece piece : region(region)) {
                if (piece.end() > at && piece.offset() < stop) {
                    addMerged(pieces, piece.within(at, stop));
                }
            }
            at = stop;
        }
        return pieces;
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the view is closed");
        }
    }

    private List<Piece> region(long region) throws IOException {
        List<Piece> known = regions.get(region);
        if (known == null) {
            known = lookUp(region * REGION_BYTES);
            regions.put(region, known);
        }
        return known;
    }

    private List<Piece> lookUp(long begin) throws IOException {
        ExtentMap map = new ExtentMap();
        long[] missing = {REGION_BYTES};
        for (SegmentExtents segment : extents) {
            if (missing[0] > 0) {
                segment.overlapping(begin, REGION_BYTES,
                        extent -> missing[0] -= map.fill(extent.within(begin, begin + REGION_BYTES)));
            }
        }
        return pieces(map, begin);
    }

    private static List<Piece> pieces(ExtentMap map, long begin) {
        List<Piece> pieces = new ArrayList<>();
        long at = begin;
        for (IndexedExtent extent : map.all()) {
            addMerged(pieces, nothing(at, extent.offset()));
            addMerged(pieces, piece(extent));
            at = extent.end();
        }
        addMerged(pieces, nothing(at, begin + REGION_BYTES));
        return List.copyOf(pieces);
    }

    private static Piece nothing(long from, long to) {
        return new Piece(from, to - from, Source.BEFORE, 0, 0, 0);
    }

    private static Piece piece(IndexedExtent extent) {
        if (extent.kind() != ContentKind.DATA) {
            return new Piece(extent.offset(), extent.length(), Source.ZERO, 0, 0, 0);
        }
        return new Piece(extent.offset(), extent.length(), Source.DATA, extent.framePosition(), extent.dataPosition(),
                extent.batchSequence());
    }

    private static void addMerged(List<Piece> to, Piece piece) {
        Piece last = to.isEmpty() ? null : to.getLast();
        if (last != null && last.source() == piece.source() && piece.source() != Source.DATA) {
            to.set(to.size() - 1, new Piece(last.offset(), last.length() + piece.length(), piece.source(), 0, 0, 0));
        } else if (piece.length() > 0) {
            to.add(piece);
        }
    }

    @Override
    public void read(Piece piece, long skip, ByteBuffer into) throws IOException {
        checkOpen();
        if (piece.source() != Source.DATA || skip < 0 || into.remaining() > piece.length() - skip) {
            throw new IllegalArgumentException(into.remaining() + " bytes at " + skip + " are not in " + piece);
        }
        ByteBuffer payload = payloads.get(piece.batchSequence());
        if (payload == null) {
            payload = payload(piece);
            payloads.put(piece.batchSequence(), payload);
        }
        int from = (int) (piece.dataPosition() + skip);
        into.put(payload.slice(from, into.remaining()));
    }

    private ByteBuffer payload(Piece piece) throws IOException {
        Segment segment = holding(piece.batchSequence());
        ByteBuffer raw = FrameReader.read(segment.file(), segment.header(), piece.framePosition(),
                piece.batchSequence(), segment.end()).raw();
        if (piece.dataPosition() + piece.length() > raw.capacity()) {
            throw new DamagedException(segment.file().place(), piece.framePosition(),
                    "the batch is shorter than its index says");
        }
        return raw;
    }

    private Segment holding(long batchSequence) {
        int low = 0;
        int high = acquired.size();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (acquired.get(middle).firstSequence() <= batchSequence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return acquired.get(low);
    }

    @Override
    public void close() throws IOException {
        if (!closed.getAndSet(true)) {
            SegmentList.releaseAll(acquired);
        }
    }
}
