package secondsite.server.reporting;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import secondsite.api.Json;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;

/**
 * One record in a file: a title, the record as JSON, and a checksum of both, a line each. It is replaced whole: a crash leaves the old or
 * the new one. For one thread at a time.
 */
public final class KeptRecord<T> {

    private static final int LIMIT_BYTES = 64 << 20;
    private static final String CHECKSUM = "checksum: ";
    private static final int CHECKSUM_DIGITS = 32;
    private static final int END = CHECKSUM.length() + CHECKSUM_DIGITS + 1;

    private final Folder folder;
    private final String name;
    private final String title;
    private final Class<T> type;

    /** @param title begins the file, and tells which version of what it is */
    public KeptRecord(Folder folder, String name, String title, Class<T> type) {
        this.folder = folder;
        this.name = name;
        this.title = title + "\n";
        this.type = type;
    }

    /** Durable on return. */
    public void write(T value) throws IOException {
        byte[] head = title.getBytes(StandardCharsets.UTF_8);
        byte[] json = Json.write(value);
        int body = head.length + json.length + 1;
        if (body + END > LIMIT_BYTES) {
            throw new IOException(place() + " would have " + (body + END) + " bytes; at most " + LIMIT_BYTES
                    + " are kept");
        }
        byte[] all = new byte[body + END];
        ByteBuffer.wrap(all).put(head).put(json).put((byte) '\n');
        byte[] end = (CHECKSUM + checksum(all, body) + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(end, 0, all, body, END);
        replace(all);
    }

    private void replace(byte[] all) throws IOException {
        String next = name + ".new";
        folder.delete(next);
        try (var file = folder.create(next)) {
            file.write(ByteBuffer.wrap(all), 0);
            file.force();
        }
        folder.rename(next, name);
        folder.force();
    }

    /**
     * What was written last; empty when nothing was.
     *
     * @throws DamagedException when the file is not as it was written, or is another kind of file
     */
    public Optional<T> read() throws IOException {
        if (!folder.exists(name)) {
            return Optional.empty();
        }
        byte[] all = bytes();
        int body = all.length - END;
        byte[] head = title.getBytes(StandardCharsets.UTF_8);
        if (body <= head.length || !new String(all, body, END, StandardCharsets.US_ASCII)
                .equals(CHECKSUM + checksum(all, body) + "\n")) {
            throw new DamagedException(place(), Math.max(0, body),
                    "the checksum does not fit: the file was cut off, or changed after it was written");
        }
        if (!Arrays.equals(all, 0, head.length, head, 0, head.length)) {
            throw new DamagedException(place(), 0, "does not begin with «" + title.strip() + "»");
        }
        try {
            return Optional.of(Json.read(Arrays.copyOfRange(all, head.length, body), type));
        } catch (IOException e) {
            throw new DamagedException(place(), head.length, "holds no " + type.getSimpleName() + ": "
                    + e.getMessage());
        }
    }

    private byte[] bytes() throws IOException {
        try (var file = folder.openReadOnly(name)) {
            if (file.size() > LIMIT_BYTES) {
                throw new DamagedException(place(), LIMIT_BYTES, "is longer than such a file can be");
            }
            byte[] all = new byte[(int) file.size()];
            file.read(ByteBuffer.wrap(all), 0);
            return all;
        }
    }

    private String place() {
        return folder.place() + "/" + name;
    }

    private static String checksum(byte[] bytes, int length) {
        return HexFormat.of().formatHex(new BlockHash(0).of(bytes, 0, length));
    }
}
