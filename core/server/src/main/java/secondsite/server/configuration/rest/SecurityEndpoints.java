package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.OptionalLong;
import secondsite.api.ProblemCode;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.Pem;
import secondsite.api.security.AuditPage;
import secondsite.api.security.AuditVerification;
import secondsite.api.security.CertificateList;
import secondsite.api.security.JoinRequest;
import secondsite.api.security.JoinToken;
import secondsite.api.security.Joined;
import secondsite.api.security.NewPassphrase;
import secondsite.api.security.RenewalRequest;
import secondsite.api.security.Role;
import secondsite.api.security.TokenRequest;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.security.Joining;
import secondsite.server.configuration.security.Passphrase;
import secondsite.server.configuration.security.Revocation;
import secondsite.server.configuration.store.IssuedCertificates;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** Joining the deployment, certificates, and the audit log. */
@Singleton
public final class SecurityEndpoints implements Endpoints {

    /** What answers are made of. */
    public record Parts(Joining joining, Passphrase passphrase, Revocation revocation, IssuedCertificates certificates,
            AuditLog audit, X509Certificate authority, InstantSource clock) {

        @Inject
        public Parts {
        }
    }

    private static final int RADIX = 16;
    private static final int SERIAL_DIGITS = 40;
    private static final int AUDIT_LINES = 1000;

    private final Parts parts;
    private final Access access;

    @Inject
    public SecurityEndpoints(Parts parts, Access access) {
        this.parts = parts;
        this.access = access;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.post("/v1/certificates/renewal", this::renew)
                .byAnyone(open -> open.post("/v1/join", this::join)
                        .get("/v1/certificates", this::certificates)
                        .delete("/v1/certificates/{serial}", this::revoke)
                        .post("/v1/join-tokens", this::token)
                        .post("/v1/passphrase", this::passphrase)
                        .get("/v1/audit", this::audit)
                        .get("/v1/audit/verification", this::verifyAudit));
    }

    private void join(Exchange exchange) throws IOException {
        var request = exchange.json(JoinRequest.class);
        exchange.answer(joined(parts.joining().join(request, exchange.address())));
    }

    private void renew(Exchange exchange) throws IOException {
        var request = exchange.json(RenewalRequest.class);
        exchange.answer(joined(parts.joining().renew(exchange.peer(), request)));
    }

    private Joined joined(X509Certificate certificate) {
        return new Joined(Pem.of(certificate), Pem.of(parts.authority()));
    }

    private void certificates(Exchange exchange) throws IOException {
        access.require(Role.ADMIN, exchange);
        exchange.answer(new CertificateList(parts.certificates().all(parts.clock().instant()).stream()
                .map(each -> new CertificateList.Certificate(each.serial().toString(RADIX), each.kind(), each.name(),
                        each.issued(), each.ends(), each.revoked().orElse(null)))
                .toList()));
    }

    private void revoke(Exchange exchange) {
        String who = access.require(Role.ADMIN, exchange);
        parts.revocation().revoke(serial(exchange.parameter("serial")), who);
        exchange.answerNothing();
    }

    private static BigInteger serial(String text) {
        try {
            if (text.length() <= SERIAL_DIGITS) {
                return new BigInteger(text, RADIX);
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new ProblemException(ProblemCode.BAD_REQUEST, "the path names no serial number in hexadecimal");
    }

    private void token(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        Joining.NewToken token = parts.joining().token(exchange.json(TokenRequest.class), who);
        exchange.answer(new JoinToken(token.text(), token.ends(), Fingerprint.of(parts.authority()).text()));
    }

    private void passphrase(Exchange exchange) throws IOException {
        String who = access.require(Role.ADMIN, exchange);
        exchange.answer(new NewPassphrase(parts.passphrase().renew(who)));
    }

    private void audit(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        exchange.answer(new AuditPage(
                parts.audit().after(exchange.optionalNumber("after").orElse(0), AUDIT_LINES).stream()
                        .map(line -> new AuditPage.Line(line.number(), line.time(), line.who(), line.action(),
                                line.subject(), line.detail(), line.digest()))
                        .toList()));
    }

    private void verifyAudit(Exchange exchange) throws IOException {
        access.require(Role.VIEWER, exchange);
        OptionalLong broken = parts.audit().firstBroken();
        exchange.answer(new AuditVerification(broken.isPresent() ? broken.getAsLong() : null));
    }
}
