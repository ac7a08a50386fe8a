package secondsite.engine.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holds a file locked, against other processes and within this one. */
final class LockFile {

    private static final int ATTEMPTS = 20;
    private static final long PAUSE_MILLIS = 20;
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private LockFile() {}

    static Closeable hold(Path path) throws IOException {
        return LinuxFile.available() ? holdDescriptor(path) : holdChannel(path);
    }

    /** A lock of the descriptor, so that nobody who opens and closes the same file in this process can lose it. */
    private static Closeable holdDescriptor(Path path) throws IOException {
        Descriptor descriptor = Descriptor.open(path, LinuxCalls.O_RDWR | LinuxCalls.O_CREAT);
        try {
            lock(descriptor);
        } catch (IOException e) {
            descriptor.close();
            throw inUse(path, e);
        }
        return descriptor::close;
    }

    /** A program that was killed just when it started another one has its locks a moment longer, through that one. */
    private static void lock(Descriptor descriptor) throws IOException {
        for (int attempt = 1;; attempt++) {
            try {
                descriptor.call("locking", 0, (scratch, file) -> LinuxCalls.flock(scratch.errno(), file,
                        LinuxCalls.EXCLUSIVE_AND_AT_ONCE));
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a lock was waited for");
        }
    }

    /** Asks this process first: closing a second channel would give up the lock of the first. */
    static Closeable holdChannel(Path path) throws IOException {
        if (!HELD_HERE.add(path)) {
            throw inUse(path, null);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(path, null);
            }
            return released(path, channel);
        } catch (IOException e) {
            HELD_HERE.remove(path);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static Closeable released(Path path, FileChannel channel) {
        return () -> {
            if (channel.isOpen()) {
                channel.close();
                HELD_HERE.remove(path);
            }
        };
    }

    private static IOException inUse(Path path, IOException cause) {
        return new IOException(path + " is locked: the folder is in use by another program, or twice by this one",
                cause);
    }
}
