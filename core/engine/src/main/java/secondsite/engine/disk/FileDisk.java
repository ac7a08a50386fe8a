package secondsite.engine.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.disk.Extent.Kind;
import secondsite.engine.file.StoredFile;

/** A disk that is a file (or a block device), as large as the file is when the disk is made. Zeros take no space. */
public final class FileDisk implements Disk {

    private final StoredFile file;
    private final long size;

    /** Takes over the file: closing the disk closes it. */
    public FileDisk(StoredFile file) throws IOException {
        this.file = file;
        size = file.size();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        Disk.checkRange(this, offset, into.remaining());
        file.read(into, offset);
    }

    @Override
    public void write(ByteBuffer from, long offset) throws IOException {
        Disk.checkRange(this, offset, from.remaining());
        file.write(from, offset);
    }

    /** Writes that continue each other go with one call. */
    @Override
    public void write(Writes writes) throws IOException {
        for (int i = 0; i < writes.count(); i++) {
            Disk.checkRange(this, writes.offset(i), writes.length(i));
        }
        for (int first = 0; first < writes.count();) {
            int end = endOfRun(writes, first);
            writeRun(writes, first, end);
            first = end;
        }
    }

    private static int endOfRun(Writes writes, int first) {
        int end = first + 1;
        while (end < writes.count() && writes.offset(end) == writes.offset(end - 1) + writes.length(end - 1)) {
            end++;
        }
        return end;
    }

    private void writeRun(Writes writes, int first, int end) throws IOException {
        if (end == first + 1) {
            file.write(writes.payload(first), writes.offset(first));
            return;
        }
        ByteBuffer[] payloads = new ByteBuffer[end - first];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = writes.payload(first + i);
        }
        file.write(payloads, writes.offset(first));
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        file.punch(offset, length);
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        zero(offset, length);
    }

    @Override
    public void flush() throws IOException {
        file.force();
    }

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        List<Extent> extents = new ArrayList<>();
        long end = offset + length;
        for (long at = offset; at < end;) {
            long data = Math.min(file.nextData(at), end);
            add(extents, at, data, Kind.HOLE);
            long hole = data < end ? Math.min(file.nextHole(data), end) : end;
            add(extents, data, hole, Kind.DATA);
            at = Math.max(hole, data);
        }
        return extents;
    }

    private static void add(List<Extent> extents, long from, long to, Kind kind) {
        if (to > from) {
            extents.add(new Extent(from, to - from, kind));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public String toString() {
        return file.place();
    }
}
