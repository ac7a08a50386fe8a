package secondsite.api.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.TlsVersion;
import secondsite.api.Json;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;

/**
 * Requests to one server: HTTP/1.1 over TLS 1.3 with both certificates, connections kept for the next request. Safe for use by several
 * threads; as many requests at once as there are callers, each on a connection of its own.
 */
public final class Connection implements AutoCloseable {

    /**
     * How long to wait.
     *
     * @param connect for the connection and its handshake
     * @param silence for the next byte to be taken or to come
     * @param call    for the whole request with its answer
     */
    public record Patience(Duration connect, Duration silence, Duration call) {
        public static final Patience DEFAULTS = new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30),
                Duration.ofMinutes(10));
    }

    private static final int IDLE_CONNECTIONS = 8;
    private static final long PROBLEM_LIMIT_BYTES = 64 << 10;
    private static final long JSON_LIMIT_BYTES = 32 << 20;

    private final HttpUrl base;
    private final OkHttpClient client;
    private final Headers authorization;

    /**
     * @param server {@code https://host:port}; the host must be named in the server's certificate
     */
    public Connection(URI server, TlsIdentity identity, Patience patience) {
        this(server, identity.sslContext(), identity.trustManager(), Optional.empty(), patience);
    }

    /** Without a certificate of one's own: to join. */
    Connection(URI server, Fingerprint authority, Patience patience) {
        this(server, TlsIdentity.strangersContext(authority.trust()), authority.trust(), Optional.empty(), patience);
    }

    /** For a person who has signed in. */
    Connection(URI server, Fingerprint authority, String token, Patience patience) {
        this(server, TlsIdentity.strangersContext(authority.trust()), authority.trust(), Optional.of(token), patience);
    }

    private Connection(URI server, SSLContext context, X509TrustManager trust, Optional<String> token,
            Patience patience) {
        this.authorization = token.map(text -> Headers.of("Authorization", "Bearer " + text)).orElse(Headers.of());
        this.base = HttpUrl.get(server);
        if (!base.isHttps()) {
            throw new IllegalArgumentException(server + " is not an https address");
        }
        SSLSocketFactory sockets = new GatheringSockets(context.getSocketFactory());
        this.client = new OkHttpClient.Builder()
                .sslSocketFactory(sockets, trust)
                .connectionSpecs(List.of(new ConnectionSpec.Builder(ConnectionSpec.RESTRICTED_TLS)
                        .tlsVersions(TlsVersion.TLS_1_3).build()))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 30, TimeUnit.SECONDS))
                .connectTimeout(patience.connect())
                .readTimeout(patience.silence())
                .writeTimeout(patience.silence())
                .callTimeout(patience.call())
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(true)
                .build();
    }

    /** The server's address. */
    public URI server() {
        return base.uri();
    }

    /** Does something with an answer that went well. */
    interface Reading<T> {
        T read(Response response) throws IOException;
    }

    <T> T get(String pathAndQuery, Reading<T> reading) throws TransferException {
        return call(request(pathAndQuery, Headers.of()).get().build(), reading);
    }

    <T> T post(String pathAndQuery, Headers headers, RequestBody body, Reading<T> reading) throws TransferException {
        return call(request(pathAndQuery, headers).post(body).build(), reading);
    }

    <T> T put(String path, Headers headers, RequestBody body, Reading<T> reading) throws TransferException {
        return call(request(path, headers).put(body).build(), reading);
    }

    <T> T delete(String path, Reading<T> reading) throws TransferException {
        return call(request(path, Headers.of()).delete().build(), reading);
    }

    private Request.Builder request(String pathAndQuery, Headers headers) {
        return new Request.Builder().url(url(pathAndQuery))
                .headers(authorization.newBuilder().addAll(headers).build());
    }

    private <T> T call(Request request, Reading<T> reading) throws TransferException {
        try (Response response = client.newCall(request).execute()) {
            if (!response.isSuccessful()) {
                throw TransferException.of(problem(response));
            }
            return reading.read(response);
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new TransferException.Unavailable(server() + ": " + said(e), e);
        }
    }

    /** Sends a request on as it came and gives the answer as it comes, problems included. The caller closes the answer. */
    Response forward(Request.Builder request, String pathAndQuery) throws TransferException {
        try {
            return client.newCall(request.url(url(pathAndQuery)).build()).execute();
        } catch (IOException e) {
            throw new TransferException.Unavailable(server() + ": " + said(e), e);
        }
    }

    private static String said(IOException e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    }

    private HttpUrl url(String pathAndQuery) {
        HttpUrl url = base.resolve(pathAndQuery);
        if (url == null) {
            throw new IllegalArgumentException("no path: " + pathAndQuery);
        }
        return url;
    }

    /** Reads a JSON answer. */
    static <T> Reading<T> json(Class<T> type) {
        return response -> Json.read(limited(response, JSON_LIMIT_BYTES), type);
    }

    private static Problem problem(Response response) {
        try {
            Problem problem = Json.read(limited(response, PROBLEM_LIMIT_BYTES), Problem.class);
            if (problem.code() != null) {
                return problem;
            }
        } catch (IOException _) {
            // Somebody answered who does not speak this way: a proxy, or another program on that port.
        }
        return Problem.of(response.code() >= 500 ? ProblemCode.UNAVAILABLE : ProblemCode.BAD_REQUEST,
                "the server answered with status " + response.code() + " and no reason");
    }

    static byte[] limited(Response response, long limit) throws IOException {
        try (InputStream in = response.body().byteStream()) {
            byte[] bytes = in.readNBytes((int) limit + 1);
            if (bytes.length > limit) {
                throw new IOException("the answer is longer than " + limit + " bytes");
            }
            return bytes;
        }
    }

    /** Closes connections that are not in use; those in use when their requests end. */
    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
