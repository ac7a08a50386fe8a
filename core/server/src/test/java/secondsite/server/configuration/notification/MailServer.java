package secondsite.server.configuration.notification;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import secondsite.api.client.Pem;
import secondsite.server.configuration.security.Authority;
import secondsite.server.web.Peer;

/** Real mail servers, with a certificate for {@code localhost} of an authority of their own. */
public final class MailServer {

    private static final String PASSWORD = "changeit";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Authority AUTHORITY = Authority.create("Mail authority",
            Instant.now().minus(Duration.ofHours(1)), Duration.ofDays(1), RANDOM);
    private static final Authority.Issued OWN = AUTHORITY.issue(new Peer(Peer.Kind.CONFIGURATION_SERVER, "mail"),
            List.of("localhost"), Instant.now().minus(Duration.ofHours(1)), Duration.ofDays(1));

    static {
        // The mail server reads its key once, from a file that these name.
        try {
            Path file = Files.createTempFile("mail", ".p12");
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                keys().store(out, PASSWORD.toCharArray());
            }
            System.setProperty("greenmail.tls.keystore.file", file.toString());
            System.setProperty("greenmail.tls.keystore.password", PASSWORD);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private MailServer() {}

    private static KeyStore keys() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", OWN.key(), PASSWORD.toCharArray(),
                new Certificate[]{OWN.certificate(), AUTHORITY.own().certificate()});
        return store;
    }

    /** Running. @param protocol {@code smtp} or {@code smtps} */
    public static GreenMail start(String protocol, int port) {
        var setup = new ServerSetup(port, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(20_000);
        var server = new GreenMail(setup);
        server.start();
        return server;
    }

    /** The authority, as PEM. */
    public static String authority() {
        return Pem.of(AUTHORITY.own().certificate());
    }

    static X509Certificate certificate() {
        return AUTHORITY.own().certificate();
    }

    /** For a server that shows this certificate. */
    public static SSLContext context() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(keys(), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
