package secondsite.agent.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.ReadOnlyDiskException;
import secondsite.engine.file.StoredFile;

/** A block device or file read past the cache, through buffers whose borders it can take. */
final class DeviceDisk implements Disk {

    private static final int BLOCK_BYTES = 4 << 10;
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final long size;
    private final ConcurrentLinkedQueue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();
    /** Null while there is none. */
    private volatile StoredFile file;

    DeviceDisk(Path path, long size) {
        this.path = path;
        this.size = size;
    }

    /** From now on it is read through this; null for nothing. */
    void use(StoredFile next) throws IOException {
        StoredFile before = file;
        file = next;
        if (before != null) {
            before.close();
        }
    }

    boolean isOpen() {
        return file != null;
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
        StoredFile now = file;
        if (now == null) {
            throw new IOException(path + " is not there");
        }
        ByteBuffer buffer = buffers.poll();
        buffer = buffer != null
                ? buffer
                : ByteBuffer.allocateDirect(BUFFER_BYTES + BLOCK_BYTES).alignedSlice(BLOCK_BYTES);
        try {
            for (long at = offset; into.hasRemaining();) {
                at += readSome(now, buffer, into, at);
            }
        } finally {
            buffers.offer(buffer);
        }
    }

    /** The device may end amid a block. */
    private int readSome(StoredFile from, ByteBuffer buffer, ByteBuffer into, long at) throws IOException {
        int lead = (int) (at % BLOCK_BYTES);
        int length = Math.min(into.remaining(), BUFFER_BYTES - lead);
        long begin = at - lead;
        long end = Math.min(begin + (lead + length + BLOCK_BYTES - 1L) / BLOCK_BYTES * BLOCK_BYTES, size);
        buffer.clear().limit((int) (end - begin));
        from.read(buffer, begin);
        into.put(buffer.slice(lead, length));
        return length;
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        throw new ReadOnlyDiskException(toString());
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        throw new ReadOnlyDiskException(toString());
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        throw new ReadOnlyDiskException(toString());
    }

    /** Nothing was written here. */
    @Override
    public void flush() {}

    @Override
    public List<Extent> extents(long offset, long length) {
        Disk.checkRange(this, offset, length);
        return length == 0 ? List.of() : List.of(new Extent(offset, length, Extent.Kind.DATA));
    }

    @Override
    public void close() throws IOException {
        use(null);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
