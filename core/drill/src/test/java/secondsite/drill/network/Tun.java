package secondsite.drill.network;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A network device whose packets come here instead of to a wire. It may be moved to another network namespace after it was opened. One
 * thread may read while another writes. Needs root.
 */
final class Tun implements Closeable {

    static final int MOST_BYTES = 65536;

    private static final int O_RDWR = 2;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TUN_NO_PI = 0x1001;
    private static final int IFREQ_BYTES = 40;
    private static final int NAME_BYTES = 16;
    private static final short POLLIN = 1;
    private static final int POLLFD_EVENTS = 4;

    private static final MethodHandle OPEN = call("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
    private static final MethodHandle IOCTL = call("ioctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), 2);
    private static final MethodHandle POLL = call("poll",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), 3);
    private static final MethodHandle READ = call("read",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), 3);
    private static final MethodHandle WRITE = call("write",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), 3);
    private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), 1);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(MOST_BYTES);
    private final MemorySegment out = arena.allocate(MOST_BYTES);
    private final MemorySegment wanted = arena.allocate(8, 4);
    private final int file;

    private Tun(int file) {
        this.file = file;
        wanted.set(JAVA_INT, 0, file);
        wanted.set(JAVA_SHORT, POLLFD_EVENTS, POLLIN);
    }

    private static MethodHandle call(String name, FunctionDescriptor descriptor, int fixedArguments) {
        boolean variadic = fixedArguments < descriptor.argumentLayouts().size() || name.equals("open");
        Linker.Option[] options = variadic
                ? new Linker.Option[]{Linker.Option.firstVariadicArg(fixedArguments)}
                : new Linker.Option[0];
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor, options);
    }

    private static long invoke(MethodHandle call, Object... arguments) {
        try {
            return ((Number) call.invokeWithArguments(arguments)).longValue();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a device with this name, which lasts until this is closed. */
    static Tun open(String name) throws IOException {
        try (Arena once = Arena.ofConfined()) {
            int file = (int) invoke(OPEN, once.allocateFrom("/dev/net/tun"), O_RDWR);
            MemorySegment request = once.allocate(IFREQ_BYTES, 8);
            request.setString(0, name);
            request.set(JAVA_SHORT, NAME_BYTES, IFF_TUN_NO_PI);
            if (file < 0 || invoke(IOCTL, file, TUNSETIFF, request) < 0) {
                invoke(CLOSE, file);
                throw new IOException("no device " + name + " could be made of /dev/net/tun");
            }
            return new Tun(file);
        }
    }

    /** The next packet; null when none came in time. */
    byte[] read(int withinMillis) {
        if (invoke(POLL, wanted, 1L, withinMillis) <= 0) {
            return null;
        }
        long length = invoke(READ, file, in, (long) MOST_BYTES);
        return length <= 0 ? null : in.asSlice(0, length).toArray(JAVA_BYTE);
    }

    /** Gives the device a packet; one that it does not take is lost, as on a wire. */
    void write(byte[] packet) {
        MemorySegment.copy(packet, 0, out, JAVA_BYTE, 0, packet.length);
        invoke(WRITE, file, out, (long) packet.length);
    }

    @Override
    public void close() {
        invoke(CLOSE, file);
        arena.close();
    }
}
