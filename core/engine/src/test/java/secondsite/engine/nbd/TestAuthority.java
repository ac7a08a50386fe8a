package secondsite.engine.nbd;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import secondsite.engine.tool.Tool;

/** Makes certificates with OpenSSL, in the files that clients of the QEMU family look for. */
final class TestAuthority {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;

    TestAuthority(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        Tool.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2", "-subj", "/CN=authority", "-keyout", file("ca-key.pem"), "-out", file("ca-cert.pem")).ok();
    }

    /** The folder, as the client that owns the certificate in it names it. */
    Path folder() {
        return folder;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** Makes {@code NAME-key.pem} and {@code NAME-cert.pem}. */
    TestAuthority issue(String name, String subject) throws Exception {
        Path names = Files.writeString(folder.resolve(name + ".ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
        Tool.run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj",
                "/CN=" + subject, "-keyout", file(name + "-key.pem"), "-out", file(name + ".csr")).ok();
        Tool.run("openssl", "x509", "-req", "-days", "2", "-in", file(name + ".csr"), "-CA", file("ca-cert.pem"),
                "-CAkey", file("ca-key.pem"), "-CAcreateserial", "-extfile", names.toString(), "-out",
                file(name + "-cert.pem")).ok();
        return this;
    }

    /** With this certificate, trusting only what this authority issued. */
    SSLContext context(String name) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store(name), PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream certificate = Files.newInputStream(folder.resolve("ca-cert.pem"))) {
            trusted.setCertificateEntry("authority",
                    CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore store(String name) throws Exception {
        Tool.run("openssl", "pkcs12", "-export", "-inkey", file(name + "-key.pem"), "-in", file(name + "-cert.pem"),
                "-passout", "pass:" + new String(PASSWORD), "-out", file(name + ".p12")).ok();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
