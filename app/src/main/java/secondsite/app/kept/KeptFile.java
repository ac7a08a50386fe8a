package secondsite.app.kept;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import secondsite.api.Json;
import secondsite.api.client.PrivateFiles;

/** A record in a file for its owner only; there is always the old one or the new one, whole. */
final class KeptFile<T> {

    private final Path file;
    private final Class<T> type;

    KeptFile(Path file, Class<T> type) {
        this.file = file.toAbsolutePath();
        this.type = type;
    }

    /** What was kept; the other when nothing was. @throws IOException when the file cannot be read, or holds something else */
    T read(T other) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            return other;
        }
        try {
            return Json.read(bytes, type);
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Durable on return. */
    void write(T value) throws IOException {
        PrivateFiles.folder(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        Files.deleteIfExists(next);
        PrivateFiles.text(next, new String(Json.write(value), StandardCharsets.UTF_8));
        PrivateFiles.rename(next, file);
    }
}
