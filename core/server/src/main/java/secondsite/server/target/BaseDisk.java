package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.ReadOnlyDiskException;
import secondsite.engine.segment.DamagedException;

/** The base image as a disk to read from; tells what damage it meets. Closing it leaves the image open. */
final class BaseDisk implements Disk {

    private final BaseImage base;
    private final Findings findings;

    BaseDisk(BaseImage base, Findings findings) {
        this.base = base;
        this.findings = findings;
    }

    @Override
    public long size() {
        return base.leaves().diskSize();
    }

    @Override
    public boolean readOnly() {
        return true;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        Disk.checkRange(this, offset, into.remaining());
        try {
            base.read(into, offset);
        } catch (DamagedException e) {
            findings.add(e);
            throw e;
        }
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        throw refused();
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        throw refused();
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        throw refused();
    }

    @Override
    public void flush() {}

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        return base.extents(offset, length);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return base.place();
    }

    private ReadOnlyDiskException refused() {
        return new ReadOnlyDiskException(base.place());
    }
}
