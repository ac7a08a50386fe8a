package secondsite.api.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionSpec;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Posts JSON to a server of somebody else, over TLS 1.2 or newer. Who knows the secret can tell that it came from here, and when: the header
 * {@value #SIGNATURE} is {@code t=SECONDS,v1=SIGNATURE}, the seconds since 1970, and in hexadecimal the HMAC-SHA256 with the secret over
 * those seconds, a full stop, and the body.
 */
public final class Webhook implements AutoCloseable {

    public static final String SIGNATURE = "Secondsite-Signature";

    private static final String MAC = "HmacSHA256";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final MediaType JSON = MediaType.get("application/json");

    private final URI url;
    private final String secret;
    private final OkHttpClient client;

    /**
     * @param url         {@code https://...}
     * @param secret      null or empty for no signature
     * @param authorities that are trusted; none for those that this machine trusts
     */
    public Webhook(URI url, String secret, List<X509Certificate> authorities) {
        if (!"https".equals(url.getScheme())) {
            throw new IllegalArgumentException(url + " is not an https address");
        }
        this.url = url;
        this.secret = secret == null ? "" : secret;
        var builder = new OkHttpClient.Builder().connectTimeout(PATIENCE).readTimeout(PATIENCE).writeTimeout(PATIENCE)
                .callTimeout(PATIENCE.multipliedBy(2))
                .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                // What is meant for one address is not carried to another that answers there.
                .followRedirects(false).followSslRedirects(false);
        this.client = (authorities.isEmpty() ? builder : trusting(builder, authorities)).build();
    }

    private static OkHttpClient.Builder trusting(OkHttpClient.Builder builder, List<X509Certificate> authorities) {
        try {
            X509TrustManager trust = TlsIdentity.trusting(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{trust}, null);
            return builder.sslSocketFactory(context.getSocketFactory(), trust);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do TLS", e);
        }
    }

    /**
     * Posts once.
     *
     * @throws IOException when it was not taken, saying why
     */
    public void post(byte[] json, Instant now) throws IOException {
        Request.Builder request = new Request.Builder().url(url.toString()).post(RequestBody.create(json, JSON));
        if (!secret.isEmpty()) {
            request.header(SIGNATURE, signature(secret, now.getEpochSecond(), json));
        }
        try (Response response = client.newCall(request.build()).execute()) {
            if (!response.isSuccessful()) {
                throw new IOException(url.getHost() + " answered with status " + response.code());
            }
        }
    }

    /** The value of the header {@value #SIGNATURE}. */
    public static String signature(String secret, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), MAC));
            mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
