package secondsite.api.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys from PEM files. */
final class PemFile {

    private static final long LIMIT_BYTES = 1 << 20;

    private static final Pattern BLOCK = Pattern
            .compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    private PemFile() {}

    static List<X509Certificate> certificates(Path file) throws IOException {
        var certificates = new ArrayList<X509Certificate>();
        for (byte[] bytes : blocks(file, "CERTIFICATE")) {
            try {
                var in = new ByteArrayInputStream(bytes);
                certificates.add((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
            } catch (CertificateException e) {
                throw new IOException(file + " holds a certificate that cannot be read: " + e.getMessage(), e);
            }
        }
        return certificates;
    }

    static PrivateKey key(Path file) throws IOException {
        byte[] bytes = blocks(file, "PRIVATE KEY").getFirst();
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException _) {
                // It is a key for another algorithm; the next one may fit.
            }
        }
        throw new IOException(file + " holds a private key that is none of " + KEY_ALGORITHMS);
    }

    private static List<byte[]> blocks(Path file, String label) throws IOException {
        var blocks = new ArrayList<byte[]>();
        Matcher matcher = BLOCK.matcher(text(file));
        while (matcher.find()) {
            if (matcher.group(1).equals(label)) {
                blocks.add(decode(file, matcher.group(2)));
            }
        }
        if (blocks.isEmpty()) {
            throw new IOException(file + " holds no \"BEGIN " + label + "\" block");
        }
        return blocks;
    }

    private static byte[] decode(Path file, String base64) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not valid PEM: " + e.getMessage(), e);
        }
    }

    private static String text(Path file) throws IOException {
        try {
            if (Files.size(file) > LIMIT_BYTES) {
                throw new IOException(file + " is too large for a PEM file");
            }
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (NoSuchFileException _) {
            throw new IOException(file + " is missing");
        }
    }
}
