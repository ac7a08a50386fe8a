package secondsite.drill.consistency;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import secondsite.api.client.TlsIdentity;
import secondsite.server.configuration.security.Authority;
import secondsite.server.web.Peer;

/** What a deployment's authority gives its programs. */
final class Certificates {

    private static final Duration VALID = Duration.ofDays(2);

    private final SecureRandom random = new SecureRandom();
    private final Authority authority = Authority.create("deployment", Instant.now(), VALID, random);

    /** Of a program that only calls others, as agents join. */
    TlsIdentity of(Peer.Kind kind, String name) {
        Authority.Issued issued = authority.issue(new Peer(kind, name), List.of(), Instant.now(), VALID);
        return new TlsIdentity(issued.key(), List.of(issued.certificate()), List.of(authority.own().certificate()));
    }

    TlsIdentity agent(String name) {
        return of(Peer.Kind.AGENT, name);
    }

    /** One that trusts this deployment, and whose certificate another one has issued. */
    TlsIdentity agentOfAnother(String name) {
        TlsIdentity other = new Certificates().agent(name);
        return new TlsIdentity(other.key(), other.chain(), List.of(authority.own().certificate()));
    }
}
