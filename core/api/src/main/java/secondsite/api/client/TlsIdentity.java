package secondsite.api.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import secondsite.api.security.Joined;

/**
 * Who a program is and whom it trusts: its certificate with the key, and the authority of its deployment. Only TLS 1.3 comes out of it.
 *
 * @param chain       the program's own certificate, then those between it and the authority
 * @param authorities whose certificates are trusted; nobody else's, the machine's own trust store included
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities)
        implements
            Identity {

    public static final String PROTOCOL = "TLSv1.3";

    private static final char[] IN_MEMORY = "in memory only".toCharArray();

    public TlsIdentity {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
        if (chain.isEmpty() || authorities.isEmpty()) {
            throw new IllegalArgumentException("an identity needs a certificate and an authority");
        }
    }

    /**
     * From PEM files; the key is PKCS#8, not encrypted.
     *
     * @throws IOException naming the file, when one cannot be read or is not what it should be
     */
    public static TlsIdentity fromPem(Path certificate, Path key, Path authority) throws IOException {
        return new TlsIdentity(PemFile.key(key), PemFile.certificates(certificate), PemFile.certificates(authority));
    }

    /**
     * From what a configuration server answered to a request with this key.
     *
     * @throws IOException when that is no certificate
     */
    public static TlsIdentity joined(PrivateKey key, Joined joined) throws IOException {
        return new TlsIdentity(key, Pem.certificates("the answer", joined.certificate()),
                Pem.certificates("the answer", joined.authority()));
    }

    /**
     * From a PKCS#12 file with one key; certificates without a key in it are trusted.
     *
     * @throws IOException naming the file, when it cannot be read, the password is wrong, or something is missing in it
     */
    public static TlsIdentity fromPkcs12(Path file, char[] password) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            var aliases = Collections.list(store.aliases());
            String own = aliases.stream().filter(alias -> isKey(store, alias)).findFirst()
                    .orElseThrow(() -> new IOException(file + " has no private key"));
            var trusted = new ArrayList<X509Certificate>();
            for (String alias : aliases) {
                if (!isKey(store, alias)) {
                    trusted.add((X509Certificate) store.getCertificate(alias));
                }
            }
            if (trusted.isEmpty()) {
                throw new IOException(file + " has no certificate of an authority");
            }
            return new TlsIdentity((PrivateKey) store.getKey(own, password), chain(store.getCertificateChain(own)),
                    trusted);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " cannot be read as PKCS#12: " + e.getMessage(), e);
        }
    }

    private static boolean isKey(KeyStore store, String alias) {
        try {
            return store.isKeyEntry(alias);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<X509Certificate> chain(Certificate[] certificates) {
        return Arrays.stream(certificates).map(X509Certificate.class::cast).toList();
    }

    @Override
    public TlsIdentity current() {
        return this;
    }

    /** The program's own certificate. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** For TLS in either role. */
    public SSLContext sslContext() {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(new X509KeyManager[]{keyManager()}, new TrustManager[]{trustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + PROTOCOL, e);
        }
    }

    /** For one that has no certificate yet. */
    static SSLContext strangersContext(X509TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(null, new TrustManager[]{trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + PROTOCOL, e);
        }
    }

    /** Shows the program's certificate. */
    public X509KeyManager keyManager() {
        try {
            KeyStore store = empty();
            store.setKeyEntry("own", key, IN_MEMORY, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, IN_MEMORY);
            return (X509KeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the key does not fit its certificate", e);
        }
    }

    /** Trusts the deployment's authority: certificates within their time and for their use. */
    public X509TrustManager trustManager() {
        return trusting(authorities);
    }

    /** Trusts these, and nobody else. */
    public static X509TrustManager trusting(List<X509Certificate> authorities) {
        try {
            KeyStore store = empty();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority " + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the authority's certificate cannot be used", e);
        }
    }

    /** Never leaves the memory, so its kind is the one that costs nothing: PKCS12 derives a key from the password, twice for each use. */
    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, null);
        return store;
    }
}
