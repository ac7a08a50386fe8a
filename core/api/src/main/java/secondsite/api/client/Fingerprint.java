package secondsite.api.client;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.X509TrustManager;

/**
 * By which a program that joins knows the deployment's authority before it has its certificate: SHA-256 over it, written
 * {@code sha256:} and 64 hexadecimal digits.
 */
public record Fingerprint(String text) {

    private static final String SCHEME = "sha256:";
    private static final Pattern FORM = Pattern.compile(SCHEME + "[0-9a-f]{64}");

    /** @throws IllegalArgumentException when it has another form */
    public Fingerprint {
        text = text.strip().toLowerCase(Locale.ROOT);
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no fingerprint; it is sha256: and 64 hexadecimal digits");
        }
    }

    public static Fingerprint of(X509Certificate authority) {
        try {
            return new Fingerprint(SCHEME + HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(authority.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts servers that show this authority behind their own certificate, and nobody else. */
    X509TrustManager trust() {
        return new X509TrustManager() {
            @Override
            public void checkServerTrusted(X509Certificate[] chain, String method) throws CertificateException {
                X509Certificate authority = chain[chain.length - 1];
                if (!of(authority).equals(Fingerprint.this)) {
                    throw new CertificateException("the server belongs to another deployment: its authority has the "
                            + "fingerprint " + of(authority).text() + ", not " + text);
                }
                TlsIdentity.trusting(List.of(authority)).checkServerTrusted(chain, method);
            }

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String method) throws CertificateException {
                throw new CertificateException("nobody connects to a program that joins");
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
    }
}
