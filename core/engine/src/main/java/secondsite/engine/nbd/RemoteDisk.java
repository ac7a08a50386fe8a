package secondsite.engine.nbd;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.ReadOnlyDiskException;

/** A disk that others serve over NBD, to be read. Each thread that reads has a connection of its own meanwhile. */
public final class RemoteDisk implements Disk {

    private static final int PIECE_BYTES = 4 << 20;
    /** What fits into the length of a request, and leaves it aligned. */
    private static final int STATUS_BYTES = 1 << 30;

    private final SocketAddress address;
    private final String export;
    private final String context;
    private final Duration patience;
    private final long size;
    private final Deque<ReadingConnection> idle = new ArrayDeque<>();
    private final Set<ReadingConnection> busy = new HashSet<>();
    private boolean closed;

    private RemoteDisk(SocketAddress address, String export, String context, Duration patience) throws IOException {
        this.address = address;
        this.export = export;
        this.context = context;
        this.patience = patience;
        ReadingConnection first = ReadingConnection.open(address, export, context, patience);
        idle.push(first);
        this.size = first.size();
    }

    /**
     * @param export   its name there
     * @param patience with the server, for each of its answers
     * @throws IOException when nobody serves it there
     */
    public static RemoteDisk open(SocketAddress address, String export, Duration patience) throws IOException {
        return new RemoteDisk(address, export, Nbd.ALLOCATION, patience);
    }

    /**
     * The ranges of a remote disk that a context of its server marks with 1, such as the dirty bitmap of a QEMU.
     *
     * @throws IOException also when the server knows no such context
     */
    public static List<Extent> marked(SocketAddress address, String export, String context, Duration patience)
            throws IOException {
        try (var disk = new RemoteDisk(address, export, context, patience)) {
            return disk.with(connection -> {
                if (!connection.tells()) {
                    throw new IOException(address + " tells nothing of " + context);
                }
                var marked = new ArrayList<Extent>();
                for (Told told : disk.told(connection, 0, disk.size)) {
                    if ((told.state() & 1) != 0) {
                        marked.add(new Extent(told.offset(), told.length(), Extent.Kind.DATA));
                    }
                }
                return marked;
            });
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return true;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        Disk.checkRange(this, offset, into.remaining());
        if (!into.hasRemaining()) {
            return;
        }
        with(connection -> {
            for (long at = offset; into.hasRemaining();) {
                int length = Math.min(into.remaining(), PIECE_BYTES);
                connection.read(into.slice(into.position(), length), at);
                into.position(into.position() + length);
                at += length;
            }
            return null;
        });
    }

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        if (length == 0) {
            return List.of();
        }
        return with(connection -> connection.tells()
                ? told(connection, offset, length).stream()
                        .map(told -> new Extent(told.offset(), told.length(), kind(told.state()))).toList()
                : List.of(new Extent(offset, length, Extent.Kind.DATA)));
    }

    private static Extent.Kind kind(int state) {
        if ((state & Nbd.STATE_ZERO) == 0) {
            return Extent.Kind.DATA;
        }
        return (state & Nbd.STATE_HOLE) == 0 ? Extent.Kind.ZERO : Extent.Kind.HOLE;
    }

    private record Told(long offset, long length, int state) {}

    private List<Told> told(ReadingConnection connection, long offset, long length) throws IOException {
        var all = new ArrayList<Told>();
        long end = offset + length;
        for (long at = offset; at < end;) {
            int asked = (int) Math.min(end - at, STATUS_BYTES);
            for (ReadingConnection.Status status : connection.status(at, asked)) {
                // The last one may say more than was asked for.
                long told = Math.min(status.length(), end - at);
                if (told > 0) {
                    all.add(new Told(at, told, status.state()));
                    at += told;
                }
            }
        }
        return all;
    }

    private interface Use<T> {
        T of(ReadingConnection connection) throws IOException;
    }

    private <T> T with(Use<T> use) throws IOException {
        ReadingConnection connection = take();
        boolean fine = false;
        try {
            T result = use.of(connection);
            fine = true;
            return result;
        } finally {
            giveBack(connection, fine);
        }
    }

    private ReadingConnection take() throws IOException {
        synchronized (this) {
            checkOpen();
            if (!idle.isEmpty()) {
                ReadingConnection known = idle.pop();
                busy.add(known);
                return known;
            }
        }
        ReadingConnection further = ReadingConnection.open(address, export, context, patience);
        synchronized (this) {
            if (closed || further.size() != size) {
                further.close();
                checkOpen();
                throw new IOException(this + " has " + further.size() + " bytes now, not " + size);
            }
            busy.add(further);
        }
        return further;
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private void giveBack(ReadingConnection connection, boolean fine) throws IOException {
        synchronized (this) {
            busy.remove(connection);
            if (fine && !closed) {
                idle.push(connection);
                return;
            }
        }
        connection.close();
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        refuse(offset, from.remaining());
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        refuse(offset, length);
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        refuse(offset, length);
    }

    private void refuse(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        throw new ReadOnlyDiskException(toString());
    }

    @Override
    public void flush() {
        // nothing was written
    }

    /** Ends what others read. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        for (ReadingConnection each : idle) {
            each.close();
        }
        for (ReadingConnection each : busy) {
            each.close();
        }
    }

    @Override
    public String toString() {
        return address + (export.isEmpty() ? "" : " '" + export + "'");
    }
}
