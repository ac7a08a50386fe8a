package secondsite.server.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import secondsite.api.client.TlsIdentity;
import secondsite.server.configuration.security.Authority;
import secondsite.server.configuration.security.Authority.Issued;

/** An authority for tests, and identities that it issued. */
public final class Identities {

    /** Held, so that the level stays set. */
    private static final Logger HTTP_SERVER = Logger.getLogger("io.helidon");

    static {
        HTTP_SERVER.setLevel(Level.WARNING);
    }

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Authority authority = Authority.create("Tests", Instant.now(), Duration.ofDays(10), RANDOM);

    public TlsIdentity server(Peer.Kind kind, String id) {
        return identity(new Peer(kind, id), List.of("127.0.0.1", "localhost"));
    }

    public TlsIdentity client(Peer.Kind kind, String id) {
        return identity(new Peer(kind, id), List.of());
    }

    public TlsIdentity identity(Peer peer, List<String> hosts) {
        return identity(peer, hosts, Instant.now(), Duration.ofDays(2));
    }

    public TlsIdentity identity(Peer peer, List<String> hosts, Instant from, Duration valid) {
        Issued issued = authority.issue(peer, hosts, from, valid);
        return new TlsIdentity(issued.key(), List.of(issued.certificate()), List.of(authority.own().certificate()));
    }

    /** One with certificates of this authority that trusts another one too. */
    TlsIdentity trusting(TlsIdentity own, Identities other) {
        return new TlsIdentity(own.key(), own.chain(),
                List.of(authority.own().certificate(), other.authority.own().certificate()));
    }
}
