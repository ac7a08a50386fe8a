package secondsite.server.target;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.DamagedException;

/**
 * What a step is about to do to the base: the checksums that leaves will have of which it changes only a part. Written before the base is
 * touched; with it, a leaf that a crash tore is told from one that rotted.
 */
final class IntentFile {

    static final String NAME = "base.intent";
    private static final String TITLE = "secondsite base intent 1";
    private static final String THROUGH = "through";

    private final Folder folder;

    IntentFile(Folder folder) {
        this.folder = folder;
    }

    /** Durable on return. */
    void write(long through, Map<Long, ByteBuffer> sums) throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(THROUGH, Long.toString(through));
        sums.forEach((leaf, sum) -> lines.put(Long.toString(leaf), HexFormat.of().formatHex(bytes(sum))));
        CheckedText.write(folder, NAME, TITLE, lines);
    }

    /**
     * What was intended for the step through this record; nothing when there is no such intent. A file that is damaged is none: then the
     * leaves are held to the checksums they had.
     */
    Map<Long, ByteBuffer> read(long through) throws IOException {
        if (!folder.exists(NAME)) {
            return Map.of();
        }
        Map<String, String> lines;
        try {
            lines = CheckedText.read(folder, NAME, TITLE);
        } catch (DamagedException e) {
            return Map.of();
        }
        return Long.toString(through).equals(lines.remove(THROUGH)) ? sums(lines) : Map.of();
    }

    /** It is of no more use; that it is gone need not be durable. */
    void forget() throws IOException {
        folder.delete(NAME);
    }

    private static Map<Long, ByteBuffer> sums(Map<String, String> lines) {
        Map<Long, ByteBuffer> sums = new HashMap<>();
        lines.forEach((leaf, sum) -> sums.put(Long.parseLong(leaf), ByteBuffer.wrap(HexFormat.of().parseHex(sum))));
        return sums;
    }

    private static byte[] bytes(ByteBuffer sum) {
        byte[] bytes = new byte[sum.remaining()];
        sum.get(sum.position(), bytes);
        return bytes;
    }
}
