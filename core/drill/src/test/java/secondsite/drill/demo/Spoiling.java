package secondsite.drill.demo;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import secondsite.drill.tools.Shell;

/** Damages what was recovered, so that one can see that the demo notices. */
final class Spoiling {

    private Spoiling() {}

    /** Turns one bit in the middle of one file. */
    static void oneByte(Path root) {
        try (Stream<Path> tree = Files.walk(root)) {
            Path victim = tree.filter(Spoiling::hasContent).sorted().findFirst()
                    .orElseThrow(() -> new Shell.Failure("there is no file to spoil in " + root));
            try (var file = new RandomAccessFile(victim.toFile(), "rw")) {
                long middle = file.length() / 2;
                file.seek(middle);
                int old = file.read();
                file.seek(middle);
                file.write(old ^ 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasContent(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
