package secondsite.server.configuration.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import secondsite.api.ProblemCode;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.IssuedCertificates;
import secondsite.server.web.ProblemException;

/** Which certificates are no longer accepted. Safe for use by several threads. */
@Singleton
public final class Revocation {

    private static final int RADIX = 16;

    private final Database database;
    private final IssuedCertificates certificates;
    private final AuditLog audit;
    private final InstantSource clock;
    /** And when each ends. */
    private volatile Map<BigInteger, Instant> revoked;

    @Inject
    public Revocation(Database database, IssuedCertificates certificates, AuditLog audit, InstantSource clock) {
        this.database = database;
        this.certificates = certificates;
        this.audit = audit;
        this.clock = clock;
        this.revoked = certificates.revoked();
    }

    public boolean revoked(BigInteger serial) {
        return revoked.containsKey(serial);
    }

    /** From the next request on this certificate is refused, for ever. */
    public void revoke(BigInteger serial, String who) {
        database.write(change -> {
            if (!certificates.revoke(change, serial, clock.instant())) {
                throw new ProblemException(ProblemCode.NOT_FOUND,
                        "no certificate " + serial.toString(RADIX) + " is valid that could be revoked");
            }
            audit.note(change, who, "certificate revoked", serial.toString(RADIX), "");
            return serial;
        });
        var more = new HashMap<>(revoked);
        more.putAll(certificates.revoked());
        revoked = Map.copyOf(more);
    }

    /** All that were revoked and have not ended, in hexadecimal: for those who refuse them elsewhere. */
    public List<String> serials() {
        Instant now = clock.instant();
        return revoked.entrySet().stream().filter(each -> each.getValue().isAfter(now))
                .map(each -> each.getKey().toString(RADIX)).sorted().toList();
    }
}
