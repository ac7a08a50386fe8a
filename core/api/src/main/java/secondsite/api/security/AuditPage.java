package secondsite.api.security;

import java.time.Instant;
import java.util.List;

/**
 * Lines of the audit log, in order.
 *
 * @param lines       at most 1000; what comes after the last one is on the next page
 * @param firstBroken the first line that was tampered with; null when all lines from the first on fit each other
 */
public record AuditPage(List<Line> lines, Long firstBroken) {

    /**
     * What somebody did.
     *
     * @param digest SHA-256 over this line and the digest before, in hexadecimal
     */
    public record Line(long number, Instant time, String who, String action, String subject, String detail,
            String digest) {}
}
