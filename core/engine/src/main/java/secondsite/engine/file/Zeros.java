package secondsite.engine.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes zeros where a file system makes no holes. */
final class Zeros {

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

    private Zeros() {}

    /** Zeros the part of the range that lies in the file. */
    static void write(StoredFile file, long position, long length) throws IOException {
        long end = Math.min(position + length, file.size());
        for (long at = position; at < end;) {
            int n = (int) Math.min(end - at, ZEROS.capacity());
            file.write(ZEROS.slice(0, n), at);
            at += n;
        }
    }
}
