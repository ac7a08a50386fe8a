package secondsite.engine.file;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file of the operating system. Its number is given back only when no call uses it any more, so that a call never hits
 * another file that got the same number.
 */
final class Descriptor {

    private static final int FOR_THE_OWNER_ONLY = 0600;

    /** A system call; its result is below zero when it failed, and the reason then in the scratch. */
    interface Call {

        long with(Scratch scratch, int descriptor);
    }

    private final String place;
    private final int number;
    /** Calls under way, and one more until it is closed. From zero it never rises again. */
    private final AtomicInteger users = new AtomicInteger(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    private Descriptor(String place, int number) {
        this.place = place;
        this.number = number;
    }

    /** Files that it creates are readable for their owner only. */
    static Descriptor open(Path path, int flags) throws IOException {
        return open(path.toString(), path.toString(), flags);
    }

    /** The same file opened once more, whatever its name is now. */
    Descriptor again(int flags) throws IOException {
        Scratch scratch = enter();
        try {
            return open(place, "/proc/self/fd/" + number, flags);
        } finally {
            leave(scratch);
        }
    }

    private static Descriptor open(String place, String path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(LinuxCalls.ERRNO_BYTES, Integer.BYTES);
            int number = LinuxCalls.open(errno, arena.allocateFrom(path), flags | LinuxCalls.O_CLOEXEC,
                    FOR_THE_OWNER_ONLY);
            if (number < 0) {
                throw failure(place, "opening", LinuxCalls.errno(errno));
            }
            return new Descriptor(place, number);
        }
    }

    String place() {
        return place;
    }

    /** The result of a call, which is made again when a signal came between. */
    long call(String doing, long position, Call call) throws IOException {
        int error = 0;
        Scratch scratch = enter();
        try {
            do {
                long result = call.with(scratch, number);
                if (result >= 0) {
                    return result;
                }
                error = LinuxCalls.errno(scratch.errno());
            } while (error == LinuxCalls.EINTR);
        } finally {
            leave(scratch);
        }
        throw failure(place, doing + " at " + position, error);
    }

    /** Returns at once; calls that are under way come to their end. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            leave(Scratch.take());
        }
    }

    private Scratch enter() throws ClosedFileException {
        int now;
        do {
            now = users.get();
            if (closed.get() || now == 0) {
                throw new ClosedFileException(place);
            }
        } while (!users.compareAndSet(now, now + 1));
        return Scratch.take();
    }

    private void leave(Scratch scratch) {
        if (users.decrementAndGet() == 0) {
            LinuxCalls.close(scratch.errno(), number);
        }
        scratch.giveBack();
    }

    private static IOException failure(String place, String doing, int error) {
        String message = LinuxCalls.message(error);
        return switch (error) {
            case LinuxCalls.ENOENT -> new NoSuchFileException(place);
            case LinuxCalls.EEXIST -> new FileAlreadyExistsException(place);
            case LinuxCalls.EACCES -> new AccessDeniedException(place, null, message);
            case LinuxCalls.ENOSPC, LinuxCalls.EDQUOT -> new NoSpaceException(place, doing + ": " + message);
            case LinuxCalls.ENXIO, LinuxCalls.EINVAL, LinuxCalls.ENODEV, LinuxCalls.ENOSYS, LinuxCalls.EOPNOTSUPP ->
                new RefusedException(place + ": " + doing + ": " + message, error);
            default -> new IOException(place + ": " + doing + ": " + message + " (error " + error + ")");
        };
    }

    /** The operating system (or the file system) does not do this, or not there. */
    static final class RefusedException extends IOException {

        private final int error;

        RefusedException(String message, int error) {
            super(message + " (error " + error + ")");
            this.error = error;
        }

        int error() {
            return error;
        }
    }
}
