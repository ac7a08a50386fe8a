package secondsite.api.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import secondsite.api.security.Joined;

/**
 * The files in which a program's identity lies. Key and certificate are replaced together: a crash leaves the old pair or the new one,
 * whole at the latest after the next {@link #read}.
 *
 * @param certificate in PEM
 * @param key         PKCS#8 in PEM, not encrypted
 * @param authority   of the deployment, in PEM
 */
public record IdentityFiles(Path certificate, Path key, Path authority) {

    /** What a person does about a certificate that has ended. */
    static final String JOIN_AGAIN = "this program no longer belongs to the deployment. Make a one-time token at the "
            + "configuration server and let it join again, into the same folder";

    private static final String NEXT = ".new";
    private static final String PART = ".part";

    /** {@code certificate.pem}, {@code key.pem} and {@code authority.pem} in a folder. */
    public static IdentityFiles in(Path folder) {
        return new IdentityFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem"),
                folder.resolve("authority.pem"));
    }

    /**
     * Reads them; a replacement that broke off is brought to its end, or was never begun.
     *
     * @throws IOException naming the file, when one cannot be read or is not what it should be
     */
    public TlsIdentity read() throws IOException {
        settle();
        return TlsIdentity.fromPem(certificate, key, authority);
    }

    /**
     * As {@link #read}, and refuses one that is of no use any more.
     *
     * @throws IOException also when the certificate has ended, with what to do
     */
    public TlsIdentity readValid(Instant now) throws IOException {
        TlsIdentity identity = read();
        Instant end = identity.certificate().getNotAfter().toInstant();
        if (now.isAfter(end)) {
            throw new IOException(certificate + " ended at " + end + ": " + JOIN_AGAIN);
        }
        return identity;
    }

    /** Durable on return. */
    void replace(PrivateKey newKey, Joined joined) throws IOException {
        settle();
        PrivateFiles.key(beside(key, NEXT), newKey);
        Path part = beside(certificate, PART);
        PrivateFiles.text(part, joined.certificate());
        // From here on the new pair holds.
        PrivateFiles.rename(part, beside(certificate, NEXT));
        settle();
    }

    /** Brings a replacement to its end, or takes it back. */
    void settle() throws IOException {
        Path nextKey = beside(key, NEXT);
        Path next = beside(certificate, NEXT);
        if (Files.exists(next)) {
            if (Files.exists(nextKey)) {
                PrivateFiles.rename(nextKey, key);
            }
            PrivateFiles.rename(next, certificate);
        } else {
            Files.deleteIfExists(nextKey);
        }
        Files.deleteIfExists(beside(certificate, PART));
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
