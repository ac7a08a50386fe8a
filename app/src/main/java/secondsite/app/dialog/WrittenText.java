package secondsite.app.dialog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A text as a file that somebody wants to have: in UTF-8, and either all of it or what was there before. */
final class WrittenText {

    private WrittenText() {}

    /** @throws IOException when it cannot be written; then no part of it is left */
    static Path write(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.writeString(next, text, StandardCharsets.UTF_8);
            return Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
