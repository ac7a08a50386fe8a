package secondsite.api.client;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a server of a deployment is, as its certificate says: one alternative name {@code secondsite:<kind>:<id>}. */
public enum ServerKind {
    CONFIGURATION_SERVER, PROCESS_SERVER, MASTER_TARGET;

    private static final String SCHEME = "secondsite:";
    private static final Integer URI = 6;

    /** As it stands in a certificate. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty for a certificate that is not that of a server, or names several. */
    static Optional<ServerKind> of(Certificate certificate) {
        List<String> names = names(certificate);
        return names.size() == 1
                ? Arrays.stream(values()).filter(kind -> names.getFirst().startsWith(SCHEME + kind.word() + ":"))
                        .findFirst()
                : Optional.empty();
    }

    private static List<String> names(Certificate certificate) {
        try {
            Collection<List<?>> names = certificate instanceof X509Certificate known
                    ? known.getSubjectAlternativeNames()
                    : null;
            return names == null
                    ? List.of()
                    : names.stream().filter(name -> URI.equals(name.getFirst())).map(name -> (String) name.get(1))
                            .filter(name -> name.startsWith(SCHEME)).toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }
}
