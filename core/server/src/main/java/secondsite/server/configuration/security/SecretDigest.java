package secondsite.server.configuration.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is kept of secrets that are random: nobody finds them by trying, so that a fast digest will do. */
final class SecretDigest {

    private SecretDigest() {}

    static String of(String secret) {
        return of(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256 in hexadecimal. */
    static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
