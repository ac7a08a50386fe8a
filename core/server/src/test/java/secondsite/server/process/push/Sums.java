package secondsite.server.process.push;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Checksums as the system's own tool says them. */
final class Sums {

    private Sums() {}

    static String of(String text) {
        try {
            Process process = new ProcessBuilder("sha256sum").start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(text.getBytes(StandardCharsets.UTF_8));
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split(" ")[0];
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
