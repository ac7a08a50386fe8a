package secondsite.server.target.past;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.ReadOnlyDiskException;
import secondsite.engine.journal.JournalView;
import secondsite.engine.journal.JournalView.Piece;

/**
 * A disk as it was after one record: the journal up to there over the base image. Read-only. Both parts verify what they give;
 * damage is an error that names the place, and is never served.
 */
public final class PastDisk implements Disk {

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 16).asReadOnlyBuffer();

    private final JournalView view;
    private final Disk base;
    private final Closeable pin;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Closes the view, and lets the pin go, when it is closed itself.
     *
     * @param base the disk before the journal's first record; stays open
     * @param pin  keeps the base and the journal from moving past this disk
     */
    public PastDisk(JournalView view, Disk base, Closeable pin) {
        this.view = view;
        this.base = base;
        this.pin = pin;
    }

    /** The last record that this disk knows of. */
    public long sequence() {
        return view.sequence();
    }

    @Override
    public long size() {
        return base.size();
    }

    @Override
    public boolean readOnly() {
        return true;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        Disk.checkRange(this, offset, into.remaining());
        refuseWhenClosed();
        int start = into.position();
        int end = into.limit();
        for (Piece piece : view.pieces(offset, into.remaining())) {
            into.position(start + (int) (piece.offset() - offset)).limit(into.position() + (int) piece.length());
            read(piece, into);
            into.limit(end);
        }
        into.position(end);
    }

    private void read(Piece piece, ByteBuffer into) throws IOException {
        switch (piece.source()) {
            case BEFORE -> base.read(into, piece.offset());
            case DATA -> view.read(piece, 0, into);
            case ZERO -> zero(into);
        }
    }

    private static void zero(ByteBuffer into) {
        while (into.hasRemaining()) {
            into.put(ZEROS.slice(0, Math.min(ZEROS.capacity(), into.remaining())));
        }
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        Disk.checkRange(this, offset, from.remaining());
        throw new ReadOnlyDiskException(toString());
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        throw new ReadOnlyDiskException(toString());
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        throw new ReadOnlyDiskException(toString());
    }

    @Override
    public void flush() {}

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        refuseWhenClosed();
        List<Extent> extents = new ArrayList<>();
        for (Piece piece : view.pieces(offset, length)) {
            switch (piece.source()) {
                case BEFORE -> extents.addAll(base.extents(piece.offset(), piece.length()));
                case DATA -> extents.add(new Extent(piece.offset(), piece.length(), Extent.Kind.DATA));
                case ZERO -> extents.add(new Extent(piece.offset(), piece.length(), Extent.Kind.HOLE));
            }
        }
        return extents;
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            try (pin) {
                view.close();
            }
        }
    }

    @Override
    public String toString() {
        return base + " at sequence " + view.sequence();
    }

    private void refuseWhenClosed() throws IOException {
        if (closed.get()) {
            throw new IOException(this + " is closed");
        }
    }
}
