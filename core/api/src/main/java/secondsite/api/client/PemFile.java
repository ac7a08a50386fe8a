package secondsite.api.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads certificates and keys from PEM files. */
final class PemFile {

    private static final long LIMIT_BYTES = 1 << 20;

    private PemFile() {}

    static List<X509Certificate> certificates(Path file) throws IOException {
        return Pem.certificates(file.toString(), text(file));
    }

    static PrivateKey key(Path file) throws IOException {
        return Pem.key(file.toString(), text(file));
    }

    private static String text(Path file) throws IOException {
        try {
            if (Files.size(file) > LIMIT_BYTES) {
                throw new IOException(file + " is too large for a PEM file");
            }
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException _) {
            throw new IOException(file + " is missing");
        }
    }
}
