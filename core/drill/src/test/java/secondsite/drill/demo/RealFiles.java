package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Fills a folder with files of this machine: programs, libraries, documents, as they lie on any machine's disk. */
final class RealFiles {

    private static final long LARGEST_BYTES = 32 << 20;
    /** So near to what is wanted, it is no use to look for smaller files. */
    private static final long ENOUGH_BYTES = 1 << 20;

    private RealFiles() {}

    /**
     * Copies files until there are so many bytes or so many files.
     *
     * @return bytes copied
     */
    static long copy(List<Path> sources, Path to, long bytes, int files) {
        long copied = 0;
        try {
            for (Path source : pick(sources, bytes, files)) {
                Path target = to.resolve(source.toString().substring(1));
                Files.createDirectories(target.getParent());
                Files.copy(source, target);
                copied += Files.size(target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return copied;
    }

    private static List<Path> pick(List<Path> sources, long bytes, int files) throws IOException {
        List<Path> picked = new ArrayList<>();
        long left = bytes;
        for (Path source : sources.stream().filter(Files::isDirectory).toList()) {
            try (Stream<Path> tree = Files.walk(source)) {
                Iterator<Path> candidates = tree.filter(RealFiles::fits).iterator();
                while (left > ENOUGH_BYTES && picked.size() < files && candidates.hasNext()) {
                    Path file = candidates.next();
                    long size = Files.size(file);
                    if (size <= left) {
                        picked.add(file);
                        left -= size;
                    }
                }
            }
        }
        return picked;
    }

    private static boolean fits(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(file)
                    && Files.size(file) <= LARGEST_BYTES;
        } catch (IOException _) {
            return false;
        }
    }
}
