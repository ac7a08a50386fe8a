package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import secondsite.api.client.Fingerprint;
import secondsite.api.client.TlsIdentity;
import secondsite.server.settings.ConfigurationServerSettings;

/** Where agents reach this server, and by what they know it. Safe for use by several threads. */
@Singleton
public final class OwnAddress {

    private static final Set<String> HERE_ONLY = Set.of("localhost", "127.0.0.1", "::1");

    private final ConfigurationServerSettings settings;
    private final X509Certificate authority;
    private final TlsIdentity identity;
    private final AtomicInteger port;

    @Inject
    OwnAddress(ConfigurationServerSettings settings, X509Certificate authority, TlsIdentity identity) {
        this.settings = settings;
        this.authority = authority;
        this.identity = identity;
        this.port = new AtomicInteger(settings.listen().port());
    }

    /** Any port was asked for, and this one came. */
    public void listensOn(int real) {
        port.set(real);
    }

    /** By the first of its names that means something on other machines, too; if there is none, by the first. */
    public URI address() {
        String host = settings.hosts().stream().filter(name -> !HERE_ONLY.contains(name)).findFirst()
                .orElse(settings.hosts().getFirst());
        return URI.create("https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port.get());
    }

    /** Of the deployment's authority. */
    public String fingerprint() {
        return Fingerprint.of(authority).text();
    }

    /** This server's own; another one after each start. */
    PublicKey key() {
        return identity.certificate().getPublicKey();
    }
}
