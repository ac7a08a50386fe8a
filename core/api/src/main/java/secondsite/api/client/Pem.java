package secondsite.api.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates, keys and requests as text. */
public final class Pem {

    private static final Pattern BLOCK = Pattern
            .compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "Ed25519");
    private static final int LINE = 64;

    private Pem() {}

    /** @param label what it is, such as CERTIFICATE */
    public static String of(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes)
                + "\n-----END " + label + "-----\n";
    }

    public static String of(X509Certificate certificate) {
        try {
            return of("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * The bytes of all blocks of one kind.
     *
     * @param place where the text is from, for people
     * @throws IOException when there is none, or one is not valid
     */
    public static List<byte[]> blocks(String place, String text, String label) throws IOException {
        var blocks = new ArrayList<byte[]>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).equals(label)) {
                blocks.add(decode(place, matcher.group(2)));
            }
        }
        if (blocks.isEmpty()) {
            throw new IOException(place + " holds no \"BEGIN " + label + "\" block");
        }
        return blocks;
    }

    private static byte[] decode(String place, String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(place + " is not valid PEM: " + e.getMessage(), e);
        }
    }

    /** @throws IOException when there is none, or one cannot be read */
    public static List<X509Certificate> certificates(String place, String text) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        for (byte[] bytes : blocks(place, text, "CERTIFICATE")) {
            try {
                var in = new ByteArrayInputStream(bytes);
                certificates.add((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
            } catch (CertificateException e) {
                throw new IOException(place + " holds a certificate that cannot be read: " + e.getMessage(), e);
            }
        }
        return certificates;
    }

    /** @throws IOException when there is none, or it is for none of the algorithms that are known here */
    public static PrivateKey key(String place, String text) throws IOException {
        byte[] bytes = blocks(place, text, "PRIVATE KEY").getFirst();
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException _) {
                // It is a key for another algorithm; the next one may fit.
            }
        }
        throw new IOException(place + " holds a private key that is none of " + KEY_ALGORITHMS);
    }
}
