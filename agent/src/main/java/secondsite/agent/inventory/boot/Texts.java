package secondsite.agent.inventory.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads files of a machine's settings; the beginning of what is too long for one. */
final class Texts {

    private static final int MOST_BYTES = 4 << 20;

    private Texts() {}

    static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }

    /** Nothing when it cannot be read. */
    static String orEmpty(Path file) {
        try {
            return read(file);
        } catch (IOException _) {
            return "";
        }
    }

    /** The files of a folder whose names end so, by name; none when there is no such folder, or it cannot be read. */
    static List<Path> in(Path folder, String ending) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.toString().endsWith(ending) && Files.isRegularFile(each)).sorted().toList();
        } catch (IOException _) {
            return List.of();
        }
    }
}
