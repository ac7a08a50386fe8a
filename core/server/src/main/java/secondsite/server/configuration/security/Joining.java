package secondsite.server.configuration.security;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import secondsite.api.ProblemCode;
import secondsite.api.security.JoinRequest;
import secondsite.api.security.RenewalRequest;
import secondsite.api.security.TokenRequest;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.IssuedCertificates;
import secondsite.server.configuration.store.JoinTokens;
import secondsite.server.configuration.store.JoinTokens.JoinToken;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/**
 * Lets programs into the deployment: who knows the passphrase or has a token gets a certificate for the key in its request. Each
 * certificate is on record, and in the audit log, before it is given out.
 */
@Singleton
public final class Joining {

    private static final int TOKEN_ID_GROUPS = 2;
    private static final int TOKEN_SECRET_GROUPS = 6;
    private static final String TOKEN_SEPARATOR = ".";
    private static final Duration LONGEST_TOKEN = Duration.ofDays(7);

    private final Database database;
    private final Stores stores;
    private final Passphrase passphrase;
    private final Authority authority;
    private final Means means;
    private final Attempts attempts;

    /** Where what happens here is kept. */
    public record Stores(IssuedCertificates certificates, JoinTokens tokens, AuditLog audit) {

        @Inject
        public Stores {
        }
    }

    /** @param valid how long new certificates are */
    public record Means(Duration valid, InstantSource clock, SecureRandom random) {}

    @Inject
    public Joining(Database database, Stores stores, Passphrase passphrase, Authority authority, Means means) {
        this.database = database;
        this.stores = stores;
        this.passphrase = passphrase;
        this.authority = authority;
        this.means = means;
        this.attempts = new Attempts(means.clock());
    }

    /**
     * A certificate for a program that joins.
     *
     * @param address where the request came from
     * @throws ProblemException when it may not, or something in the request is wrong; nothing is changed then
     */
    public X509Certificate join(JoinRequest request, String address) {
        Peer peer = JoinChecks.peer(request);
        List<String> hosts = JoinChecks.hosts(peer, request.hosts());
        PublicKey key = CertificateRequests.key(request.request());
        attempts.refuseWhoGuesses(address);
        if (request.token() == null) {
            checkPassphrase(request.passphrase(), address);
        }
        X509Certificate joined = database.write(change -> {
            if (request.token() != null) {
                use(change, request.token(), peer, address);
            }
            refuseTaken(change, peer, key);
            return certify(change, peer, key, hosts, address, request.token() == null ? "passphrase" : "token");
        });
        attempts.succeeded(address);
        return joined;
    }

    private void checkPassphrase(String typed, String address) {
        if (typed == null || typed.length() > JoinChecks.SECRET_LIMIT || !passphrase.matches(typed)) {
            throw wrong(address, "the passphrase is wrong");
        }
    }

    private ProblemException wrong(String address, String why) {
        attempts.failed(address);
        return new ProblemException(ProblemCode.NOT_ALLOWED, why);
    }

    private void use(Transaction change, String text, Peer peer, String address) {
        JoinToken token = good(change, text, address);
        if (!token.kind().equals(peer.kind().word()) || !token.name().orElse(peer.id()).equals(peer.id())) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, "the token is for " + token.kind() + " "
                    + token.name().orElse("of any name") + ", not for " + peer);
        }
        stores.tokens().use(change, token.id(), means.clock().instant());
    }

    /** One that is there, and may still be used. */
    private JoinToken good(Transaction transaction, String text, String address) {
        String[] parts = text.length() > JoinChecks.SECRET_LIMIT
                ? new String[0]
                : Words.plain(text).split("\\" + TOKEN_SEPARATOR, 2);
        Optional<JoinToken> found = parts.length < 2
                ? Optional.empty()
                : stores.tokens().find(transaction, parts[0])
                        .filter(token -> token.digest().equals(SecretDigest.of(parts[1])));
        JoinToken token = found.orElseThrow(() -> wrong(address, "the token is wrong"));
        if (token.used().isPresent()) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, "the token was used at " + token.used().get());
        }
        if (!means.clock().instant().isBefore(token.ends())) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, "the token ended at " + token.ends());
        }
        return token;
    }

    /**
     * Whether somebody has a token with which such a program may join; it can still be used afterwards.
     *
     * @param address where the request came from
     * @throws ProblemException when it is none, or not any more
     */
    public void check(String token, Peer.Kind kind, String address) {
        attempts.refuseWhoGuesses(address);
        JoinToken good = database.read(all -> good(all, token, address));
        if (!good.kind().equals(kind.word())) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED, "the token is for " + good.kind());
        }
    }

    /** The same program may ask again: it may not have got the answer. */
    private void refuseTaken(Transaction change, Peer peer, PublicKey key) {
        if (stores.certificates().taken(change, peer.kind().word(), peer.id(), SecretDigest.of(key.getEncoded()),
                means.clock().instant())) {
            throw new ProblemException(ProblemCode.CONFLICT,
                    peer + " belongs to the deployment already; choose another "
                            + "name, or revoke its certificates first if it is to join anew");
        }
    }

    private X509Certificate certify(Transaction change, Peer peer, PublicKey key, List<String> hosts, String who,
            String how) {
        Instant now = means.clock().instant();
        X509Certificate certificate = authority.certify(peer, key, hosts, now, means.valid());
        stores.certificates().add(change, new IssuedCertificates.Issued(certificate.getSerialNumber(),
                peer.kind().word(), peer.id(), SecretDigest.of(key.getEncoded()), now,
                certificate.getNotAfter().toInstant(),
                Optional.empty()));
        stores.audit().note(change, who, "certificate issued", peer.name(),
                "serial " + certificate.getSerialNumber().toString(16) + ", by " + how + ", hosts " + hosts);
        return certificate;
    }

    /** A certificate for a program of this process, which needs no permission. */
    public X509Certificate enrol(Peer peer, String request, List<String> hosts) {
        PublicKey key = CertificateRequests.key(request);
        List<String> checked = JoinChecks.hosts(peer, hosts);
        return database.write(change -> certify(change, peer, key, checked, "this program", "start"));
    }

    /** A further certificate for a program that has one. */
    public X509Certificate renew(Peer peer, RenewalRequest request) {
        List<String> hosts = JoinChecks.hosts(peer, request.hosts());
        PublicKey key = CertificateRequests.key(request.request());
        return database.write(change -> certify(change, peer, key, hosts, peer.name(), "renewal"));
    }

    /**
     * A token with which one program may join, once. Only a digest of it is kept.
     *
     * @param who made it
     */
    public NewToken token(TokenRequest request, String who) {
        Peer.Kind kind = JoinChecks.kind(request.kind());
        if (request.name() != null) {
            JoinChecks.name(request.name());
        }
        Duration length = Duration.ofMinutes(request.minutes());
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST_TOKEN) > 0) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'minutes' is " + request.minutes() + "; 1 to " + LONGEST_TOKEN.toMinutes() + " are possible");
        }
        String id = Words.random(TOKEN_ID_GROUPS, means.random());
        String secret = Words.random(TOKEN_SECRET_GROUPS, means.random());
        Instant ends = means.clock().instant().plus(length);
        database.write(change -> {
            stores.tokens().add(change,
                    new JoinToken(Words.plain(id), SecretDigest.of(Words.plain(secret)), kind.word(),
                            Optional.ofNullable(request.name()), ends, Optional.empty()));
            stores.audit().note(change, who, "join token made", Words.plain(id), "for " + kind.word() + " "
                    + Optional.ofNullable(request.name()).orElse("of any name") + ", until " + ends);
            return id;
        });
        return new NewToken(id + TOKEN_SEPARATOR + secret, ends);
    }

    /** A token, as only its maker learns it. */
    public record NewToken(String text, Instant ends) {}
}
