package secondsite.server.web;

import java.math.BigInteger;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.function.Predicate;
import secondsite.api.ProblemCode;

/**
 * Tells from the certificate who a peer is. The handshake has checked who issued it; what can change while a connection lives is
 * checked with every request: whether it was revoked, and its time.
 */
public final class PeerCheck {

    private final Predicate<BigInteger> revoked;
    private final InstantSource clock;

    /** @param revoked whether a certificate with this serial number is no longer accepted; asked with each request */
    public PeerCheck(Predicate<BigInteger> revoked, InstantSource clock) {
        this.revoked = revoked;
        this.clock = clock;
    }

    /** @throws ProblemException when the certificate stands for nobody */
    public Peer peer(Optional<Certificate[]> certificates) {
        if (certificates.isEmpty() || certificates.get().length == 0
                || !(certificates.get()[0] instanceof X509Certificate certificate)) {
            throw unknown("there is no certificate");
        }
        if (revoked.test(certificate.getSerialNumber())) {
            throw unknown("the certificate " + certificate.getSerialNumber().toString(16) + " was revoked");
        }
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException | CertificateNotYetValidException _) {
            throw unknown("the certificate was valid from " + certificate.getNotBefore().toInstant() + " to "
                    + certificate.getNotAfter().toInstant());
        }
        return Peer.of(certificate)
                .orElseThrow(() -> unknown("the certificate names no agent, server or administrator"));
    }

    private static ProblemException unknown(String detail) {
        return new ProblemException(ProblemCode.UNKNOWN_PEER, detail);
    }
}
