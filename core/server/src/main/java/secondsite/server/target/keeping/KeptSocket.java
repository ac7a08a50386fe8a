package secondsite.server.target.keeping;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/**
 * How the socket of a kept export is called: always the same for the same export, and short, for a socket's path is. Sixteen characters of
 * a digest are as good as the ids themselves.
 */
final class KeptSocket {

    /** What such names look like, as a glob. */
    static final String PATTERN = "k????????????????.sock";

    private static final int DIGEST_BYTES = 12;

    private KeptSocket() {}

    static String name(UUID disk, UUID export) {
        ByteBuffer ids = ByteBuffer.allocate(4 * Long.BYTES).putLong(disk.getMostSignificantBits())
                .putLong(disk.getLeastSignificantBits()).putLong(export.getMostSignificantBits())
                .putLong(export.getLeastSignificantBits());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(ids.array());
            byte[] text = Base64.getUrlEncoder().encode(Arrays.copyOf(digest, DIGEST_BYTES));
            return "k" + new String(text, StandardCharsets.US_ASCII) + ".sock";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
