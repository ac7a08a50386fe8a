package secondsite.server.web;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who is at the other end of a connection, as its certificate says: one alternative name {@code secondsite:<kind>:<id>}.
 *
 * @param id unique among those of its kind
 */
public record Peer(Kind kind, String id) {

    private static final String SCHEME = "secondsite:";
    private static final Integer URI = 6;

    /** What a program is. */
    public enum Kind {
        AGENT, PROCESS_SERVER, MASTER_TARGET, CONFIGURATION_SERVER,
        /** A person's tools. */
        ADMINISTRATOR,
        /** Who showed no certificate; its id is its address. Never in a certificate. */
        STRANGER;

        /** As it stands in a certificate. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The peer that a certificate names; empty when it names none, or several. */
    public static Optional<Peer> of(X509Certificate certificate) {
        List<String> names = names(certificate);
        return names.size() == 1 ? parse(names.getFirst()) : Optional.empty();
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream().filter(name -> URI.equals(name.getFirst())).map(name -> (String) name.get(1))
                            .filter(name -> name.startsWith(SCHEME)).toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    private static Optional<Peer> parse(String name) {
        String[] parts = name.split(":", 3);
        return parts.length < 3 || parts[2].isBlank()
                ? Optional.empty()
                : Arrays.stream(Kind.values())
                        .filter(kind -> kind != Kind.STRANGER && kind.word().equals(parts[1])).findFirst()
                        .map(kind -> new Peer(kind, parts[2]));
    }

    /** As it stands in a certificate. */
    public String name() {
        return SCHEME + kind.word() + ":" + id;
    }

    @Override
    public String toString() {
        return kind.word() + " " + id;
    }
}
