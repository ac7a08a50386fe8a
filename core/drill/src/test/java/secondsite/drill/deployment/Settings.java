package secondsite.drill.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration file that a drill changes in a place or two, as a person would. */
public final class Settings {

    private final Path file;

    Settings(Path file) {
        this.file = file;
    }

    /** @throws IllegalArgumentException when the file does not say {@code old} */
    public Settings replace(String old, String now) {
        try {
            String text = Files.readString(file);
            if (!text.contains(old)) {
                throw new IllegalArgumentException(file + " does not say '" + old + "':\n" + text);
            }
            Files.writeString(file, text.replace(old, now));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
