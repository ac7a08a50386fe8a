package secondsite.server.target.past;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;

/** A disk as it was after one record: the journal up to there over the base image. Read-only; verifies what it reads. */
public final class PastDisk implements Disk {

    private PastDisk() {}

    /** The last record that this disk knows of. */
    public long sequence() {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public long size() {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public boolean readOnly() {
        return true;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void flush() throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        throw new UnsupportedOperationException("being built");
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException("being built");
    }
}
