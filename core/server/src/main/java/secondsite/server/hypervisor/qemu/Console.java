package secondsite.server.hypervisor.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import secondsite.engine.file.Folder;
import secondsite.api.host.ConsoleText;

/** What a machine said on its serial port: a file that QEMU appends to. Its oldest part is made a hole, so that places stay what they are. */
final class Console {

    static final String NAME = "console";

    /** So much is kept at least. */
    static final long KEPT_BYTES = 4 << 20;

    private static final long BLOCK_BYTES = 64 << 10;
    private static final int LONGEST_CHARACTER = 4;

    private final Folder folder;

    Console(Folder folder) {
        this.folder = folder;
    }

    long size() throws IOException {
        if (!folder.exists(NAME)) {
            return 0;
        }
        try (var file = folder.openReadOnly(NAME)) {
            return file.size();
        }
    }

    ConsoleText read(long offset, int most) throws IOException {
        if (!folder.exists(NAME)) {
            return new ConsoleText(offset, "", offset);
        }
        try (var file = folder.openReadOnly(NAME)) {
            long size = file.size();
            if (offset >= size) {
                return new ConsoleText(offset, "", offset);
            }
            long begin = Math.max(offset, forgotten(size));
            byte[] text = new byte[(int) Math.min(most, size - begin)];
            file.read(ByteBuffer.wrap(text), begin);
            int whole = begin + text.length < size ? wholeCharacters(text) : text.length;
            return new ConsoleText(begin, new String(text, 0, whole, StandardCharsets.UTF_8), begin + whole);
        }
    }

    /** Bytes up to a character whose rest follows later; all when that would be none. */
    private static int wholeCharacters(byte[] text) {
        int last = text.length - 1;
        while (last > 0 && text.length - last < LONGEST_CHARACTER && (text[last] & 0xc0) == 0x80) {
            last--;
        }
        int lead = text[last] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
        return last > 0 && last + length > text.length ? last : text.length;
    }

    /** Forgets what is older than is kept. */
    void trim() throws IOException {
        long size = size();
        if (forgotten(size) > 0) {
            try (var file = folder.open(NAME)) {
                file.punch(0, forgotten(size));
            }
        }
    }

    /** What is said below this is forgotten. */
    private static long forgotten(long size) {
        return Math.max(0, size - KEPT_BYTES) / BLOCK_BYTES * BLOCK_BYTES;
    }
}
