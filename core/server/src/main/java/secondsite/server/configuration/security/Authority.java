package secondsite.server.configuration.security;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import secondsite.server.web.Peer;

/** A deployment's own certificate authority: elliptic curve P-256, ECDSA with SHA-256. */
public final class Authority {

    /** A certificate and its key. */
    public record Issued(PrivateKey key, X509Certificate certificate) {}

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final String CURVE = "secp256r1";
    private static final Pattern NUMERIC = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int SERIAL_BITS = 126;

    /** Clocks of machines differ; a new certificate is to be good at once. */
    private static final Duration BEFORE = Duration.ofHours(1);

    private final Issued own;
    private final SecureRandom random;

    private Authority(Issued own, SecureRandom random) {
        this.own = own;
        this.random = random;
    }

    /** A new authority. */
    public static Authority create(String name, Instant from, Duration valid, SecureRandom random) {
        try {
            KeyPair pair = pair(random);
            X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(named(name), serial(random),
                    Date.from(from.minus(BEFORE)), Date.from(from.plus(valid)), named(name), pair.getPublic());
            certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            certificate.addExtension(Extension.subjectKeyIdentifier, false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new Authority(new Issued(pair.getPrivate(), signed(certificate, pair.getPrivate())), random);
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("cannot make an authority", e);
        }
    }

    public Issued own() {
        return own;
    }

    /** The signature of a text by its own key, in DER; the text is no certificate. */
    public byte[] sign(byte[] text) {
        try {
            Signature signature = Signature.getInstance(SIGNATURE);
            signature.initSign(own.key(), random);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the authority cannot sign", e);
        }
    }

    /** One that was made before. */
    public static Authority of(Issued own, SecureRandom random) {
        return new Authority(own, random);
    }

    /**
     * A certificate for a program, with a new key.
     *
     * @param hosts names and addresses under which others reach it; empty for one that only calls others
     */
    public Issued issue(Peer peer, List<String> hosts, Instant from, Duration valid) {
        try {
            KeyPair pair = pair(random);
            return new Issued(pair.getPrivate(), certify(peer, pair.getPublic(), hosts, from, valid));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a key for " + peer, e);
        }
    }

    /** A certificate for a program that has this key; as {@link #issue}. */
    public X509Certificate certify(Peer peer, PublicKey key, List<String> hosts, Instant from, Duration valid) {
        try {
            X509v3CertificateBuilder certificate = new JcaX509v3CertificateBuilder(own.certificate(), serial(random),
                    Date.from(from.minus(BEFORE)), Date.from(from.plus(valid)), named(peer.id()), key);
            extend(certificate, peer, hosts, key);
            return signed(certificate, own.key());
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException("cannot issue a certificate for " + peer, e);
        }
    }

    private void extend(X509v3CertificateBuilder certificate, Peer peer, List<String> hosts, PublicKey key)
            throws CertIOException, GeneralSecurityException {
        var utilities = new JcaX509ExtensionUtils();
        certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        certificate.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(hosts.isEmpty()
                ? new KeyPurposeId[]{KeyPurposeId.id_kp_clientAuth}
                : new KeyPurposeId[]{KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth}));
        certificate.addExtension(Extension.subjectAlternativeName, false, names(peer, hosts));
        certificate.addExtension(Extension.subjectKeyIdentifier, false, utilities.createSubjectKeyIdentifier(key));
        certificate.addExtension(Extension.authorityKeyIdentifier, false,
                utilities.createAuthorityKeyIdentifier(own.certificate()));
    }

    private static GeneralNames names(Peer peer, List<String> hosts) {
        var names = new ArrayList<GeneralName>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, peer.name()));
        hosts.forEach(host -> names.add(new GeneralName(
                NUMERIC.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName, host)));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static X500Name named(String name) {
        return new X500NameBuilder().addRDN(BCStyle.O, "Secondsite").addRDN(BCStyle.CN, name).build();
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
    }

    private static KeyPair pair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE), random);
        return generator.generateKeyPair();
    }

    private static X509Certificate signed(X509v3CertificateBuilder certificate, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        X509CertificateHolder holder = certificate.build(new JcaContentSignerBuilder(SIGNATURE).build(key));
        return new JcaX509CertificateConverter().getCertificate(holder);
    }
}
