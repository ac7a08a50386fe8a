package secondsite.api.security;

import java.time.Instant;
import java.util.List;

/**
 * Lines of the audit log, in order.
 *
 * @param lines at most 1000; what comes after the last one is on the next page
 */
public record AuditPage(List<Line> lines) {

    /**
     * What somebody did.
     *
     * @param digest SHA-256 over this line and the digest before, in hexadecimal
     */
    public record Line(long number, Instant time, String who, String action, String subject, String detail,
            String digest) {}
}
