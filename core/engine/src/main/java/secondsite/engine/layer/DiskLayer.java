package secondsite.engine.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.Writes;

/** Passes everything on to the disk below, which it closes with itself. A layer overrides what it is there for. */
public abstract class DiskLayer implements Disk {

    protected final Disk below;

    protected DiskLayer(Disk below) {
        this.below = below;
    }

    @Override
    public long size() {
        return below.size();
    }

    @Override
    public boolean readOnly() {
        return below.readOnly();
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        below.read(into, offset);
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        below.write(from, offset);
    }

    @Override
    public void write(Writes writes) throws IOException {
        below.write(writes);
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        below.zero(offset, length);
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        below.trim(offset, length);
    }

    @Override
    public void flush() throws IOException {
        below.flush();
    }

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        return below.extents(offset, length);
    }

    @Override
    public void close() throws IOException {
        below.close();
    }

    @Override
    public String toString() {
        return below.toString();
    }
}
