package secondsite.api.client;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import secondsite.api.security.Joined;
import secondsite.api.security.RenewalRequest;

/**
 * The identity of a program that renews its certificate in time: with two thirds of its life over, about, it makes another key, asks the
 * configuration server for a certificate for it, and keeps both. New connections then show the new one, in either direction; what is under
 * way goes on. When the server does not answer, it asks again until it does. A pair that somebody else has put there meanwhile, because the
 * program joined again, is taken as it is.
 */
public final class RenewingIdentity implements Identity, AutoCloseable {

    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration LAST_RETRY = Duration.ofHours(1);
    /** What is left of a certificate's life when it is renewed. */
    private static final double LEFT = 1 / 3.0;
    private static final double JITTER = 0.2;
    private static final int NAME_OF_HOST = 2;
    private static final int NAME_OF_PROGRAM = 6;
    private static final int ADDRESS = 7;

    /** Hears what becomes of renewals; from another thread. */
    public interface Listener {

        /** @param ends when the new certificate does */
        void renewed(Instant ends);

        /**
         * It is tried again.
         *
         * @param why  with what a person has to do, where that is known
         * @param ends when the certificate does
         */
        void failed(String why, Instant ends);
    }

    private final IdentityFiles files;
    private final URI server;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Listener listener;
    private final ReentrantLock renewing = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile TlsIdentity current;
    private volatile SecurityClient asking;
    private Instant due;
    private Duration retry = FIRST_RETRY;

    /**
     * Reads the identity; {@link #start} lets it renew itself. One that has ended is told to the listener only: whoever is of no use
     * without it looks before ({@link IdentityFiles#readValid}).
     *
     * @param server the configuration server
     * @throws IOException when a file cannot be read or is not what it should be
     */
    public RenewingIdentity(IdentityFiles files, URI server, InstantSource clock, SecureRandom random,
            Listener listener) throws IOException {
        this.files = files;
        this.server = server;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        use(files.read());
    }

    private void use(TlsIdentity identity) {
        current = identity;
        X509Certificate certificate = identity.certificate();
        Instant end = certificate.getNotAfter().toInstant();
        Duration life = Duration.between(certificate.getNotBefore().toInstant(), end);
        // Programs that joined in the same hour are not to come back in the same hour.
        double left = LEFT * (1 - JITTER / 2 + JITTER * random.nextDouble());
        due = end.minus(Duration.ofMillis((long) (life.toMillis() * left)));
        retry = FIRST_RETRY;
    }

    @Override
    public TlsIdentity current() {
        return current;
    }

    /** Looks each minute, until it is closed. */
    public RenewingIdentity start() {
        Thread.ofVirtual().name("renewal of " + files.certificate()).start(() -> {
            try {
                do {
                    renewIfDue();
                } while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return this;
    }

    /** Renews the certificate if its time has come. @return whether there is a new one */
    public boolean renewIfDue() {
        renewing.lock();
        try {
            if (clock.instant().isBefore(due)) {
                return false;
            }
            if (!broughtByOthers()) {
                renew();
            }
            return true;
        } catch (IOException | RuntimeException e) {
            failed(e);
            return false;
        } finally {
            renewing.unlock();
        }
    }

    /** A person may have let the program join again. */
    private boolean broughtByOthers() throws IOException {
        TlsIdentity kept = files.read();
        boolean other = kept.certificate().getNotAfter().after(current.certificate().getNotAfter());
        if (other) {
            use(kept);
            listener.renewed(kept.certificate().getNotAfter().toInstant());
        }
        return other;
    }

    private void failed(Exception e) {
        Instant now = clock.instant();
        Instant end = current.certificate().getNotAfter().toInstant();
        due = now.plus(Duration.ofMillis((long) (retry.toMillis() * (1 - random.nextDouble() / 2))));
        Duration twice = retry.multipliedBy(2);
        retry = twice.compareTo(LAST_RETRY) < 0 ? twice : LAST_RETRY;
        if (closed.getCount() > 0) {
            listener.failed(now.isAfter(end)
                    ? "it ended at " + end + ": " + IdentityFiles.JOIN_AGAIN
                    : String.valueOf(e.getMessage()), end);
        }
    }

    private void renew() throws IOException {
        X509Certificate old = current.certificate();
        CertificateRequest request = CertificateRequest.create(old.getSubjectX500Principal().getName(), random);
        List<String> hosts = Stream.of(NAME_OF_HOST, ADDRESS).flatMap(kind -> names(old, kind).stream()).sorted()
                .toList();
        Joined joined;
        try (var client = new SecurityClient(server, current)) {
            asking = client;
            joined = client.renew(new RenewalRequest(request.pem(), hosts));
        } finally {
            asking = null;
        }
        TlsIdentity renewed = new TlsIdentity(request.key(),
                Pem.certificates("the answer", joined.certificate()), current.authorities());
        check(old, renewed.certificate(), request.key());
        files.replace(request.key(), joined);
        use(renewed);
        listener.renewed(renewed.certificate().getNotAfter().toInstant());
    }

    /** What is kept must be good: there is no way back from a pair that nobody believes. */
    private void check(X509Certificate old, X509Certificate renewed, PrivateKey key) throws IOException {
        try {
            renewed.verify(current.authorities().getFirst().getPublicKey());
            byte[] some = new byte[32];
            random.nextBytes(some);
            Signature own = Signature.getInstance("SHA256withECDSA");
            own.initSign(key);
            own.update(some);
            byte[] signed = own.sign();
            own.initVerify(renewed.getPublicKey());
            own.update(some);
            if (!own.verify(signed)) {
                throw new IOException(server + " answered with a certificate for another key");
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(server + " answered with a certificate that cannot be used: " + e.getMessage(), e);
        }
        if (!names(renewed, NAME_OF_PROGRAM).equals(names(old, NAME_OF_PROGRAM))
                || !renewed.getNotAfter().after(old.getNotAfter())) {
            throw new IOException(server + " answered with a certificate of somebody else, or one that ends sooner");
        }
    }

    private static Set<String> names(X509Certificate certificate, int kind) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? Set.of()
                    : all.stream().filter(name -> name.getFirst().equals(kind)).map(name -> (String) name.get(1))
                            .collect(Collectors.toUnmodifiableSet());
        } catch (CertificateParsingException e) {
            throw new IllegalStateException("the certificate's names cannot be read", e);
        }
    }

    /** Breaks off a renewal under way; the identity stays as it is. */
    @Override
    public void close() {
        closed.countDown();
        SecurityClient client = asking;
        if (client != null) {
            client.close();
        }
        // Whoever opens the files next finds nobody at them.
        renewing.lock();
        renewing.unlock();
    }
}
