package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;

/**
 * A small file of lines {@code key: value} under a title, that a person can read; its last line is a checksum of all before. It is replaced
 * whole: a crash leaves the old or the new one.
 */
public final class CheckedText {

    /** No such file is longer. */
    static final int MAX_BYTES = 16 << 20;

    private static final String CHECKSUM = "checksum: ";

    private CheckedText() {}

    /** Durable on return. */
    public static void write(Folder folder, String name, String title, Map<String, String> lines) throws IOException {
        var text = new StringBuilder(title).append('\n');
        lines.forEach((key, value) -> text.append(key).append(": ").append(escape(value)).append('\n'));
        byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = text.append(CHECKSUM).append(checksum(body, body.length)).append('\n').toString()
                .getBytes(StandardCharsets.UTF_8);
        if (all.length > MAX_BYTES) {
            throw new IllegalArgumentException(folder.place() + "/" + name + " would have " + all.length + " bytes");
        }
        replace(folder, name, all);
    }

    private static void replace(Folder folder, String name, byte[] all) throws IOException {
        String next = name + ".new";
        folder.delete(next);
        try (var file = folder.create(next)) {
            file.write(ByteBuffer.wrap(all), 0);
            file.force();
        }
        folder.rename(next, name);
        folder.force();
    }

    /** @throws DamagedException when the file is not as it was written, or is another kind of file */
    public static Map<String, String> read(Folder folder, String name, String title) throws IOException {
        byte[] all = bytes(folder, name);
        String place = folder.place() + "/" + name;
        int body = bodyLength(all, place);
        String[] lines = new String(all, 0, body, StandardCharsets.UTF_8).split("\n");
        if (!lines[0].equals(title)) {
            throw new DamagedException(place, 0, "begins with «" + lines[0] + "», not with «" + title + "»");
        }
        return parse(lines, place);
    }

    private static byte[] bytes(Folder folder, String name) throws IOException {
        try (var file = folder.openReadOnly(name)) {
            if (file.size() > MAX_BYTES) {
                throw new DamagedException(file.place(), MAX_BYTES, "is longer than such a file can be");
            }
            byte[] all = new byte[(int) file.size()];
            file.read(ByteBuffer.wrap(all), 0);
            return all;
        }
    }

    private static int bodyLength(byte[] all, String place) throws DamagedException {
        int body = all.length - CHECKSUM.length() - 2 * BlockSums.BYTES - 1;
        if (body <= 0) {
            throw new DamagedException(place, all.length, "is too short: it was cut off or never written whole");
        }
        String last = new String(all, body, all.length - body, StandardCharsets.UTF_8);
        if (!last.equals(CHECKSUM + checksum(all, body) + "\n")) {
            throw new DamagedException(place, body,
                    "the checksum does not fit: the file was changed after it was written");
        }
        return body;
    }

    private static Map<String, String> parse(String[] lines, String place) throws DamagedException {
        Map<String, String> parsed = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(": ");
            if (colon < 0) {
                throw new DamagedException(place, i, "line " + (i + 1) + " is not «key: value»");
            }
            parsed.put(lines[i].substring(0, colon), unescape(lines[i].substring(colon + 2)));
        }
        return parsed;
    }

    private static String checksum(byte[] bytes, int length) {
        return HexFormat.of().formatHex(new BlockHash(0).of(bytes, 0, length));
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescape(String value) {
        return value.translateEscapes();
    }
}
