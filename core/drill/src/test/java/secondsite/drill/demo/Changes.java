package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** What people and programs do to files all day, drawn from a seed; and the mistake. */
final class Changes {

    private static final int LARGEST_NEW_FILE_BYTES = 400_000;

    private final Path root;
    private final Random random;
    private int created;

    Changes(Path root, long seed) {
        this.root = root;
        this.random = new Random(seed);
    }

    /** Creates, modifies, renames and deletes some files. */
    void everydayWork(int rounds) {
        try {
            List<Path> files = files();
            for (int i = 0; i < rounds; i++) {
                Path file = files.get(random.nextInt(files.size()));
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> create();
                    case 4, 5, 6, 7 -> modify(file);
                    case 8 -> rename(file);
                    default -> Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ruins files as a ransom program does: bytes nobody can read where the content was, a new name, a letter. */
    int mistake(int count) {
        try {
            List<Path> files = files();
            int ruined = 0;
            for (int i = 0; i < files.size() && ruined < count; i += Math.max(1, files.size() / count)) {
                Path file = files.get(i);
                Files.write(file, noise((int) Math.max(64, Math.min(Files.size(file), LARGEST_NEW_FILE_BYTES))));
                Files.move(file, file.resolveSibling(file.getFileName() + ".locked"));
                ruined++;
            }
            Files.writeString(root.resolve("YOUR-FILES-ARE-LOCKED.txt"), "Pay, or do not; there is a journal.\n");
            return ruined;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create() throws IOException {
        Path folder = Files.createDirectories(root.resolve("work/" + random.nextInt(8)));
        byte[] content = random.nextBoolean() ? noise(size()) : text(size());
        Files.write(folder.resolve("document-" + ++created), content);
    }

    private void modify(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text(4096)), random.nextLong(channel.size() + 1));
        }
    }

    private void rename(Path file) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling(file.getFileName() + "-" + ++created));
        }
    }

    private int size() {
        return 1 + random.nextInt(LARGEST_NEW_FILE_BYTES);
    }

    private byte[] noise(int bytes) {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        return content;
    }

    private byte[] text(int bytes) {
        StringBuilder text = new StringBuilder(bytes + 40);
        while (text.length() < bytes) {
            text.append("order ").append(random.nextInt(100_000)).append(" was delivered\n");
        }
        return text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(Files::isRegularFile).filter(file -> !Ledger.isPartOf(file)).sorted().toList();
        }
    }
}
