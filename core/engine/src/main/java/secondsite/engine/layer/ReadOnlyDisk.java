package secondsite.engine.layer;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.ReadOnlyDiskException;
import secondsite.engine.disk.Writes;

/** A disk that nobody changes through this layer. */
public final class ReadOnlyDisk extends DiskLayer {

    public ReadOnlyDisk(Disk below) {
        super(below);
    }

    @Override
    public boolean readOnly() {
        return true;
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        refuse(offset, from.remaining());
    }

    @Override
    public void write(Writes writes) throws IOException {
        throw new ReadOnlyDiskException(toString());
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        refuse(offset, length);
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        refuse(offset, length);
    }

    /** Nothing was written, so nothing is to be made durable. */
    @Override
    public void flush() {}

    private void refuse(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        throw new ReadOnlyDiskException(toString());
    }
}
