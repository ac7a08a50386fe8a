package secondsite.engine.file;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls of Linux that files need, as they are: a result below zero means failure, and its number is then in
 * {@code errno}, a segment of {@link #ERRNO_BYTES}. The only class that calls the C library.
 */
final class LinuxCalls {

    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    /** The only flag here that is another one on each processor; 0 where it is not known. */
    static final int O_DIRECT = switch (System.getProperty("os.arch")) {
        case "amd64" -> 0x4000;
        case "aarch64" -> 0x10000;
        default -> 0;
    };

    static final int SEEK_END = 2;
    static final int SEEK_DATA = 3;
    static final int SEEK_HOLE = 4;

    static final int PUNCH_HOLE_KEEP_SIZE = 3;

    static final int EXCLUSIVE_AND_AT_ONCE = 6;

    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EEXIST = 17;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENOSPC = 28;
    static final int ENOSYS = 38;
    static final int EOPNOTSUPP = 95;
    static final int EDQUOT = 122;

    /** Most buffers that one {@link #pwritev} takes. */
    static final int VECTORS = 1024;

    static final long ERRNO_BYTES = Linker.Option.captureStateLayout().byteSize();

    private static final Linker LINKER = Linker.nativeLinker();
    private static final long ERRNO_AT = Linker.Option.captureStateLayout()
            .byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN = handle("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT,
            JAVA_INT));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle READ = handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS,
            JAVA_LONG));
    private static final MethodHandle PREAD = handle("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS,
            JAVA_LONG, JAVA_LONG));
    private static final MethodHandle PWRITE = handle("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS,
            JAVA_LONG, JAVA_LONG));
    private static final MethodHandle PWRITEV = handle("pwritev", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS,
            JAVA_INT, JAVA_LONG));
    private static final MethodHandle LSEEK = handle("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG,
            JAVA_INT));
    private static final MethodHandle FTRUNCATE = handle("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT,
            JAVA_LONG));
    private static final MethodHandle FALLOCATE = handle("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT,
            JAVA_INT, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle FSYNC = handle("fsync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FDATASYNC = handle("fdatasync", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle FLOCK = handle("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private LinuxCalls() {}

    static int errno(MemorySegment errno) {
        return errno.get(JAVA_INT, ERRNO_AT);
    }

    static String message(int number) {
        try {
            return ((MemorySegment) STRERROR.invokeExact(number)).reinterpret(256).getString(0);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int open(MemorySegment errno, MemorySegment path, int flags, int mode) {
        try {
            return (int) OPEN.invokeExact(errno, path, flags, mode);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int close(MemorySegment errno, int file) {
        try {
            return (int) CLOSE.invokeExact(errno, file);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long read(MemorySegment errno, int file, MemorySegment into, long length) {
        try {
            return (long) READ.invokeExact(errno, file, into, length);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long pread(MemorySegment errno, int file, MemorySegment into, long length, long position) {
        try {
            return (long) PREAD.invokeExact(errno, file, into, length, position);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long pwrite(MemorySegment errno, int file, MemorySegment from, long length, long position) {
        try {
            return (long) PWRITE.invokeExact(errno, file, from, length, position);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long pwritev(MemorySegment errno, int file, MemorySegment vectors, int count, long position) {
        try {
            return (long) PWRITEV.invokeExact(errno, file, vectors, count, position);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static long lseek(MemorySegment errno, int file, long position, int whence) {
        try {
            return (long) LSEEK.invokeExact(errno, file, position, whence);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int ftruncate(MemorySegment errno, int file, long size) {
        try {
            return (int) FTRUNCATE.invokeExact(errno, file, size);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int fallocate(MemorySegment errno, int file, int mode, long position, long length) {
        try {
            return (int) FALLOCATE.invokeExact(errno, file, mode, position, length);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int fsync(MemorySegment errno, int file) {
        try {
            return (int) FSYNC.invokeExact(errno, file);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int fdatasync(MemorySegment errno, int file) {
        try {
            return (int) FDATASYNC.invokeExact(errno, file);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int flock(MemorySegment errno, int file, int operation) {
        try {
            return (int) FLOCK.invokeExact(errno, file, operation);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(symbol(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle handle(String name, int firstVariadic, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(symbol(name), descriptor, Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    private static MemorySegment symbol(String name) {
        return LINKER.defaultLookup().findOrThrow(name);
    }

    private static AssertionError impossible(Throwable e) {
        return new AssertionError("a system call does not throw", e);
    }
}
