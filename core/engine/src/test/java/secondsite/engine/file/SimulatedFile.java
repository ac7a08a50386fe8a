package secondsite.engine.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.util.random.RandomGenerator;

/** One open file of a {@link SimulatedFolder}. */
public final class SimulatedFile implements StoredFile {

    private final SimulatedDevice device;
    private final SimulatedContent content;
    private final String place;
    private final boolean readOnly;
    private final int run;
    private boolean closed;

    SimulatedFile(SimulatedDevice device, SimulatedContent content, String place, boolean readOnly) {
        this.device = device;
        this.content = content;
        this.place = place;
        this.readOnly = readOnly;
        this.run = device.run();
    }

    @Override
    public String place() {
        return place;
    }

    private void checkOpen() throws ClosedFileException {
        if (closed || run != device.run()) {
            throw new ClosedFileException(place);
        }
    }

    private void checkWritable() throws ClosedFileException {
        checkOpen();
        if (readOnly) {
            throw new NonWritableChannelException();
        }
    }

    @Override
    public long size() throws IOException {
        synchronized (device) {
            checkOpen();
            return content.size();
        }
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        synchronized (device) {
            checkOpen();
            if (into.hasRemaining() && position + into.remaining() > content.size()) {
                throw new EOFException(place + " ends at " + content.size() + ", before "
                        + (position + into.remaining()));
            }
            content.read(into, position);
        }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        synchronized (device) {
            checkWritable();
            for (long at = position; from.hasRemaining();) {
                byte[] part = new byte[(int) Math.min(from.remaining(), SparseBytes.PAGE - at % SparseBytes.PAGE)];
                claim(at);
                from.get(part);
                content.write(part, at);
                at += part.length;
            }
        }
    }

    private void claim(long position) throws NoSpaceException {
        if (!content.has(position)) {
            if (!device.hasRoomForAPage()) {
                throw new NoSpaceException(place, "no space is left on the device");
            }
            device.use(1);
        }
    }

    @Override
    public void write(ByteBuffer[] from, long position) throws IOException {
        synchronized (device) {
            int length = 0;
            for (ByteBuffer one : from) {
                length += one.remaining();
            }
            ByteBuffer all = ByteBuffer.allocate(length);
            for (ByteBuffer one : from) {
                all.put(one);
            }
            write(all.flip(), position);
        }
    }

    @Override
    public void resize(long size) throws IOException {
        synchronized (device) {
            checkWritable();
            long before = content.pages();
            content.resize(size);
            device.use(content.pages() - before);
        }
    }

    @Override
    public void punch(long position, long length) throws IOException {
        synchronized (device) {
            checkWritable();
            long before = content.pages();
            if (position < content.size() && length > 0) {
                content.punch(position, length > content.size() ? content.size() : position + length);
            }
            device.use(content.pages() - before);
        }
    }

    @Override
    public long nextData(long position) throws IOException {
        synchronized (device) {
            checkOpen();
            return content.nextData(position);
        }
    }

    @Override
    public long nextHole(long position) throws IOException {
        synchronized (device) {
            checkOpen();
            return content.nextHole(position);
        }
    }

    /** Of some files always, of others never. */
    @Override
    public boolean inMemory() {
        return place().hashCode() % 4 != 0;
    }

    @Override
    public void force() throws IOException {
        synchronized (device) {
            checkOpen();
            content.force();
        }
    }

    /** What a force does whose failure the kernel tells of: part of what was written since the last one is lost for good. */
    public void failForce(RandomGenerator random) throws IOException {
        synchronized (device) {
            checkOpen();
            content.failForce(random);
        }
        throw new IOException(place + ": Input/output error while forcing (simulated)");
    }

    @Override
    public void close() {
        closed = true;
    }
}
