package secondsite.api.client;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Gathers small writes until there are so many bytes that TLS makes records of full length of them, or somebody flushes. Not for
 * several threads.
 */
final class GatheredWrites extends OutputStream {

    /** Several records of TLS, each of 16 KiB. */
    private static final int BUFFER_BYTES = 64 << 10;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int count;

    GatheredWrites(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[]{(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int some = Math.min(end - at, BUFFER_BYTES - count);
            System.arraycopy(from, at, buffer, count, some);
            count += some;
            at += some;
            if (count == BUFFER_BYTES) {
                pass();
            }
        }
    }

    private void pass() throws IOException {
        int passed = count;
        count = 0;
        out.write(buffer, 0, passed);
    }

    @Override
    public void flush() throws IOException {
        if (count > 0) {
            pass();
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
