package secondsite.agent.management;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import secondsite.api.Json;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.DamagedException;

/**
 * One record in a small file of its own: a line with the checksum (8 hexadecimal digits), then JSON. Replaced as a whole, so that
 * whatever interrupts that, the record before or the new one is there. For one thread at a time.
 */
final class KeptFile<T> {

    private static final int SUM_BYTES = 9;
    private static final long LIMIT_BYTES = 4 << 20;

    private final Folder folder;
    private final String name;
    private final Class<T> type;

    KeptFile(Folder folder, String name, Class<T> type) {
        this.folder = folder;
        this.name = name;
        this.type = type;
    }

    /**
     * What was written last; empty when nothing ever was.
     *
     * @throws DamagedException when it is not what was written
     */
    Optional<T> read() throws IOException {
        if (!folder.exists(name)) {
            return Optional.empty();
        }
        byte[] all = bytes();
        byte[] json = Arrays.copyOfRange(all, Math.min(SUM_BYTES, all.length), all.length);
        if (all.length < SUM_BYTES || !Arrays.equals(all, 0, SUM_BYTES, sum(json), 0, SUM_BYTES)) {
            throw new DamagedException(place(), 0, "the record is no longer what was written");
        }
        return Optional.of(Json.read(json, type));
    }

    private byte[] bytes() throws IOException {
        try (StoredFile file = folder.openReadOnly(name)) {
            if (file.size() > LIMIT_BYTES) {
                throw new DamagedException(place(), LIMIT_BYTES, "it is longer than such a record can be");
            }
            var bytes = ByteBuffer.allocate((int) file.size());
            file.read(bytes, 0);
            return bytes.array();
        }
    }

    /** Durable on return. When it fails, the record before, or the new one, is there. */
    void write(T record) throws IOException {
        byte[] json = Json.write(record);
        String draft = name + ".new";
        folder.delete(draft);
        try (StoredFile file = folder.create(draft)) {
            file.write(ByteBuffer.allocate(SUM_BYTES + json.length).put(sum(json)).put(json).flip(), 0);
            file.force();
        }
        folder.rename(draft, name);
        folder.force();
    }

    /** Gives a file that cannot be read another name, so that a person can look at it. @return that name */
    String setAside() throws IOException {
        String aside = name + ".damaged";
        folder.rename(name, aside);
        folder.force();
        return aside;
    }

    private static byte[] sum(byte[] json) {
        var crc = new CRC32C();
        crc.update(json);
        return (HexFormat.of().toHexDigits((int) crc.getValue()) + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    String place() {
        return folder.place() + "/" + name;
    }
}
