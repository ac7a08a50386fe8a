package secondsite.agent.freeze.group;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Which agent is at the other end of a connection, as its certificate says: one alternative name {@code secondsite:agent:<name>}. */
final class PeerName {

    private static final String SCHEME = "secondsite:";
    private static final String AGENT = SCHEME + "agent:";
    private static final Integer URI = 6;

    private PeerName() {}

    /** Its name; empty for everybody who is no agent. */
    static Optional<String> of(SSLSession session) throws SSLPeerUnverifiedException {
        Certificate[] chain = session.getPeerCertificates();
        return chain[0] instanceof X509Certificate certificate ? of(certificate) : Optional.empty();
    }

    private static Optional<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            List<String> ours = names == null
                    ? List.of()
                    : names.stream().filter(name -> URI.equals(name.getFirst())).map(name -> (String) name.get(1))
                            .filter(name -> name.startsWith(SCHEME)).toList();
            return ours.size() == 1 && ours.getFirst().startsWith(AGENT) && ours.getFirst().length() > AGENT.length()
                    ? Optional.of(ours.getFirst().substring(AGENT.length()))
                    : Optional.empty();
        } catch (CertificateParsingException _) {
            return Optional.empty();
        }
    }
}
