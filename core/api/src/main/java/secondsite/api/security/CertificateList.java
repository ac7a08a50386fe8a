package secondsite.api.security;

import java.time.Instant;
import java.util.List;

/** The certificates that have not ended, newest first. */
public record CertificateList(List<Certificate> certificates) {

    /**
     * One of them.
     *
     * @param serial  in hexadecimal
     * @param revoked when it stopped being accepted; null while it is
     */
    public record Certificate(String serial, String kind, String name, Instant issued, Instant ends,
            Instant revoked) {}
}
