package secondsite.engine.file;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;
import secondsite.engine.file.Descriptor.RefusedException;

/** A file by the system calls of Linux: one for a gathered write, real holes, and no thread's interruption closes it. */
final class LinuxFile implements StoredFile {

    private final Descriptor descriptor;
    private final UncachedWrites uncached;

    private LinuxFile(Descriptor descriptor) {
        this.descriptor = descriptor;
        this.uncached = new UncachedWrites(descriptor);
    }

    /** Whether this is a 64-bit Linux whose C library may be called. */
    static boolean available() {
        return Available.HERE;
    }

    static LinuxFile create(Path path) throws IOException {
        return new LinuxFile(Descriptor.open(path, LinuxCalls.O_RDWR | LinuxCalls.O_CREAT | LinuxCalls.O_EXCL));
    }

    static LinuxFile open(Path path) throws IOException {
        return new LinuxFile(Descriptor.open(path, LinuxCalls.O_RDWR));
    }

    static LinuxFile openReadOnly(Path path) throws IOException {
        return new LinuxFile(Descriptor.open(path, LinuxCalls.O_RDONLY));
    }

    /** Reads past the operating system's cache: positions, lengths and addresses of direct buffers are on borders of 4 KiB. */
    static LinuxFile openUncached(Path path) throws IOException {
        return new LinuxFile(Descriptor.open(path, LinuxCalls.O_RDONLY | LinuxCalls.O_DIRECT));
    }

    @Override
    public String place() {
        return descriptor.place();
    }

    @Override
    public long size() throws IOException {
        return seek(0, LinuxCalls.SEEK_END);
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            long from = at;
            int n = (int) descriptor.call("reading", at, (scratch, file) -> readSome(scratch, file, into, from));
            if (n == 0) {
                throw new EOFException(place() + " ends before " + (at + into.remaining()));
            }
            into.position(into.position() + n);
            at += n;
        }
    }

    private static long readSome(Scratch scratch, int file, ByteBuffer into, long at) {
        if (into.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        if (into.isDirect()) {
            return LinuxCalls.pread(scratch.errno(), file, MemorySegment.ofBuffer(into), into.remaining(), at);
        }
        long n = LinuxCalls.pread(scratch.errno(), file, scratch.transfer(), scratch.room(into), at);
        scratch.drain(into, (int) Math.max(n, 0));
        return n;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            long to = at;
            int n = (int) descriptor.call("writing", at, (scratch, file) -> writeSome(scratch, file, from, to));
            from.position(from.position() + n);
            at += n;
        }
    }

    private static long writeSome(Scratch scratch, int file, ByteBuffer from, long at) {
        if (from.isDirect()) {
            return LinuxCalls.pwrite(scratch.errno(), file, MemorySegment.ofBuffer(from), from.remaining(), at);
        }
        int length = scratch.fill(from, 0);
        return LinuxCalls.pwrite(scratch.errno(), file, scratch.transfer(), length, at);
    }

    @Override
    public void writeUncached(ByteBuffer from, long position) throws IOException {
        long end = position + from.remaining();
        uncached.write(from, position);
        write(from, end - from.remaining());
    }

    @Override
    public void write(ByteBuffer[] from, long position) throws IOException {
        GatheredBuffers buffers = new GatheredBuffers(from);
        long at = position;
        while (buffers.remain()) {
            long to = at;
            long n = descriptor.call("writing", at, (scratch, file) -> LinuxCalls.pwritev(scratch.errno(), file,
                    scratch.vectors(), buffers.fill(scratch), to));
            buffers.taken(n);
            at += n;
        }
    }

    @Override
    public void resize(long size) throws IOException {
        descriptor.call("resizing", size, (scratch, file) -> LinuxCalls.ftruncate(scratch.errno(), file, size));
    }

    @Override
    public void punch(long position, long length) throws IOException {
        if (length == 0) {
            return;
        }
        try {
            descriptor.call("punching", position, (scratch, file) -> LinuxCalls.fallocate(scratch.errno(), file,
                    LinuxCalls.PUNCH_HOLE_KEEP_SIZE, position, length));
        } catch (RefusedException e) {
            Zeros.write(this, position, length);
        }
    }

    @Override
    public long nextData(long position) throws IOException {
        try {
            return seek(position, LinuxCalls.SEEK_DATA);
        } catch (RefusedException e) {
            return e.error() == LinuxCalls.ENXIO ? size() : position;
        }
    }

    @Override
    public long nextHole(long position) throws IOException {
        try {
            return seek(position, LinuxCalls.SEEK_HOLE);
        } catch (RefusedException e) {
            return size();
        }
    }

    private long seek(long position, int whence) throws IOException {
        return descriptor.call("seeking", position, (scratch, file) -> LinuxCalls.lseek(scratch.errno(), file,
                position, whence));
    }

    @Override
    public boolean inMemory() throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(place())); Arena arena = Arena.ofConfined()) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).isLoaded();
        }
    }

    @Override
    public void force() throws IOException {
        OwnThread.run(() -> descriptor.call("forcing", 0, (scratch, file) -> LinuxCalls.fdatasync(scratch.errno(),
                file)));
    }

    @Override
    public void close() {
        uncached.close();
        descriptor.close();
    }

    /** Answered once, when first asked. */
    private static final class Available {

        static final boolean HERE = linux() && callable();

        private static boolean linux() {
            return System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")
                    && System.getProperty("sun.arch.data.model").equals("64");
        }

        private static boolean callable() {
            try {
                return !LinuxCalls.message(LinuxCalls.ENOSPC).isEmpty();
            } catch (ExceptionInInitializerError | NoClassDefFoundError | IllegalCallerException e) {
                return false;
            }
        }
    }
}
