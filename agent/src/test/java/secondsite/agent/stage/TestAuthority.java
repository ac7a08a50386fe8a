package secondsite.agent.stage;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import secondsite.api.client.PrivateFiles;
import secondsite.api.client.ServerKind;
import secondsite.api.client.TlsIdentity;

/** A deployment's authority. */
public final class TestAuthority {

    private final KeyPair pair = pair();
    private final X509Certificate certificate;

    public TestAuthority() throws Exception {
        certificate = sign(builder("CN=authority", "CN=authority", pair).addExtension(Extension.basicConstraints, true,
                new BasicConstraints(0)));
    }

    private static KeyPair pair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static JcaX509v3CertificateBuilder builder(String issuer, String subject, KeyPair of) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(new X500Name(issuer), new BigInteger(64, new SecureRandom()),
                Date.from(now.minus(Duration.ofHours(1))), Date.from(now.plus(Duration.ofDays(1))),
                new X500Name(subject), of.getPublic());
    }

    private X509Certificate sign(X509v3CertificateBuilder unsigned) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(
                        unsigned.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }

    /** For a server that others reach at 127.0.0.1. */
    public TlsIdentity issue(ServerKind kind, String name) throws Exception {
        return issue(kind.word(), name);
    }

    private TlsIdentity issue(String kind, String name) throws Exception {
        KeyPair own = pair();
        var names = new GeneralNames(new GeneralName[]{new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.uniformResourceIdentifier, "secondsite:" + kind + ":" + name)});
        X509Certificate signed = sign(builder("CN=authority", "CN=" + name, own)
                .addExtension(Extension.subjectAlternativeName, false, names));
        return new TlsIdentity(own.getPrivate(), List.of(signed), List.of(certificate));
    }

    /** For an agent. Writes certificate.pem, key.pem and authority.pem. */
    public void issue(String name, Path folder) throws Exception {
        TlsIdentity identity = issue("agent", name);
        Files.createDirectories(folder);
        PrivateFiles.certificates(folder.resolve("certificate.pem"), identity.chain());
        PrivateFiles.key(folder.resolve("key.pem"), identity.key());
        PrivateFiles.certificates(folder.resolve("authority.pem"), identity.authorities());
    }
}
