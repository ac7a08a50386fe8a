package secondsite.api.installation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A package of the agent.
 *
 * @param file         its name, unique
 * @param architecture as the kernel calls it, like {@code x86_64}
 * @param sha256       in hexadecimal
 */
public record AgentPackage(String file, String version, Kind kind, String architecture, long bytes, String sha256) {

    private static final int PIECE = 64 << 10;

    /** The checksum of a file, as it is told here. */
    public static String sumOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] piece = new byte[PIECE];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                digest.update(piece, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Which tool installs it. */
    public enum Kind {
        DEB, RPM
    }
}
