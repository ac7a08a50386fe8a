package secondsite.engine.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file on any platform, by a channel. An interruption of one thread closes a channel for all of them; it is then opened again
 * and the call repeated, and the thread stays interrupted.
 */
final class ChannelFile implements StoredFile {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
    private static final Set<OpenOption> READ_WRITE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE,
            StandardOpenOption.CREATE_NEW);

    private interface Call<T> {

        T with(FileChannel channel) throws IOException;
    }

    private final Path path;
    private final Set<OpenOption> reopen;
    private FileChannel channel;
    private boolean closed;

    private ChannelFile(Path path, Set<OpenOption> first, Set<OpenOption> reopen) throws IOException {
        this.path = path;
        this.reopen = reopen;
        channel = FileChannel.open(path, first);
    }

    static ChannelFile create(Path path) throws IOException {
        return new ChannelFile(path, NEW, READ_WRITE);
    }

    static ChannelFile open(Path path) throws IOException {
        return new ChannelFile(path, READ_WRITE, READ_WRITE);
    }

    static ChannelFile openReadOnly(Path path) throws IOException {
        return new ChannelFile(path, READ, READ);
    }

    @Override
    public String place() {
        return path.toString();
    }

    @Override
    public long size() throws IOException {
        return call(FileChannel::size);
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            long from = at;
            int n = call(c -> c.read(into, from));
            if (n < 0) {
                throw new EOFException(path + " ends before " + (at + into.remaining()));
            }
            at += n;
        }
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            long to = at;
            at += call(c -> c.write(from, to));
        }
    }

    @Override
    public void write(ByteBuffer[] from, long position) throws IOException {
        long at = position;
        for (ByteBuffer buffer : from) {
            int length = buffer.remaining();
            write(buffer, at);
            at += length;
        }
    }

    @Override
    public void resize(long size) throws IOException {
        long before = size();
        if (size > before) {
            write(ByteBuffer.allocate(1), size - 1);
        } else {
            call(c -> c.truncate(size));
        }
    }

    @Override
    public void punch(long position, long length) throws IOException {
        Zeros.write(this, position, length);
    }

    @Override
    public long nextData(long position) throws IOException {
        return Math.min(position, size());
    }

    @Override
    public long nextHole(long position) throws IOException {
        return size();
    }

    @Override
    public void force() throws IOException {
        call(c -> {
            c.force(false);
            return null;
        });
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }

    private <T> T call(Call<T> call) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try {
                    return call.with(openChannel());
                } catch (ClosedChannelException e) {
                    refuseWhenClosed();
                } catch (IOException e) {
                    throw named(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized FileChannel openChannel() throws IOException {
        if (!closed && !channel.isOpen()) {
            channel = FileChannel.open(path, reopen);
        }
        return channel;
    }

    private synchronized void refuseWhenClosed() throws ClosedFileException {
        if (closed) {
            throw new ClosedFileException(path.toString());
        }
    }

    private IOException named(IOException e) {
        String reason = String.valueOf(e.getMessage());
        if (reason.contains("No space left") || reason.contains("not enough space") || reason.contains("quota")) {
            return new NoSpaceException(path.toString(), reason);
        }
        return reason.contains(path.toString()) ? e : new IOException(path + ": " + reason, e);
    }
}
