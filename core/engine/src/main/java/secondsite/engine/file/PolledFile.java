package secondsite.engine.file;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A file of the kernel that is read as a stream, and of which only what is there already is read: reading never waits. */
public final class PolledFile implements Closeable {

    private final Descriptor descriptor;

    private PolledFile(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** @throws IOException also where the platform has no such files */
    public static PolledFile open(Path path) throws IOException {
        if (!LinuxFile.available()) {
            throw new IOException(path + " cannot be read on this platform");
        }
        return new PolledFile(Descriptor.open(path, LinuxCalls.O_RDONLY | LinuxCalls.O_NONBLOCK));
    }

    /**
     * Reads once.
     *
     * @param into a direct buffer
     * @return how many bytes; 0 when there are none for now
     */
    public int read(ByteBuffer into) throws IOException {
        int length = (int) descriptor.call("reading", 0, (scratch, file) -> {
            long n = LinuxCalls.read(scratch.errno(), file, MemorySegment.ofBuffer(into), into.remaining());
            return n < 0 && LinuxCalls.errno(scratch.errno()) == LinuxCalls.EAGAIN ? 0 : n;
        });
        into.position(into.position() + length);
        return length;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
