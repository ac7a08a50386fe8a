package secondsite.engine.segment;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Little-endian numbers at absolute positions of a buffer, whatever order the buffer itself has. */
final class LittleEndian {

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static int getInt(ByteBuffer from, int at) {
        return (int) INT.get(from, at);
    }

    static long getLong(ByteBuffer from, int at) {
        return (long) LONG.get(from, at);
    }

    static void putInt(ByteBuffer to, int at, int value) {
        INT.set(to, at, value);
    }

    static void putLong(ByteBuffer to, int at, long value) {
        LONG.set(to, at, value);
    }

    /** Four letters as the number that stands for them in a file. */
    static int magic(String letters) {
        return letters.charAt(0) | letters.charAt(1) << 8 | letters.charAt(2) << 16 | letters.charAt(3) << 24;
    }

    static boolean zeros(ByteBuffer in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
