package secondsite.api.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
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
import secondsite.api.Page;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.security.SignIn;

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

    /** The header by which an action is known that is asked for again, so that it is done once. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final int IDLE_CONNECTIONS = 8;
    /** Longer than agents wait between reports: a new handshake costs the server twenty times as much as a report. */
    private static final int IDLE_SECONDS = 90;
    private static final long PROBLEM_LIMIT_BYTES = 64 << 10;
    private static final long JSON_LIMIT_BYTES = 32 << 20;

    private final HttpUrl base;
    private final Supplier<OkHttpClient> client;
    private final Headers authorization;
    private final KindCheck.Wanted wanted;

    /**
     * As somebody who belongs to the deployment. When the identity changes, further requests take new connections.
     *
     * @param server {@code https://host:port}; the host must be named in the server's certificate
     */
    public Connection(URI server, Identity identity, Patience patience) {
        this(server, Optional.empty(), new IdentifiedClient(identity,
                now -> client(now.sslContext(), now.trustManager(), patience)));
    }

    /** Without a certificate of one's own: to join. */
    Connection(URI server, Fingerprint authority, Patience patience) {
        this(server, Optional.empty(), stranger(authority, patience));
    }

    /** For a person who has signed in. */
    public Connection(URI server, Fingerprint authority, String token, Patience patience) {
        this(server, Optional.of(token), stranger(authority, patience));
    }

    /**
     * A person signs in; all clients that this person needs can share the connection.
     *
     * @throws TransferException when name or password is wrong, or too many wrong ones came before
     */
    public static Connection signIn(URI server, Fingerprint authority, SignIn person) throws TransferException {
        return new Connection(server, authority, SecurityClient.token(server, authority, person), Patience.DEFAULTS);
    }

    private Connection(URI server, Optional<String> token, Supplier<OkHttpClient> client) {
        this(HttpUrl.get(server), client,
                token.map(text -> Headers.of("Authorization", "Bearer " + text)).orElse(Headers.of()),
                new KindCheck.Wanted(EnumSet.allOf(ServerKind.class)));
        if (!base.isHttps()) {
            throw new IllegalArgumentException(server + " is not an https address");
        }
    }

    private Connection(HttpUrl base, Supplier<OkHttpClient> client, Headers authorization, KindCheck.Wanted wanted) {
        this.base = base;
        this.client = client;
        this.authorization = authorization;
        this.wanted = wanted;
    }

    /** The same connection, for requests that only such a server may get: others are refused before anything is sent. */
    Connection to(ServerKind first, ServerKind... others) {
        return new Connection(base, client, authorization, new KindCheck.Wanted(EnumSet.of(first, others)));
    }

    private static Supplier<OkHttpClient> stranger(Fingerprint authority, Patience patience) {
        OkHttpClient client = client(TlsIdentity.strangersContext(authority.trust()), authority.trust(), patience);
        return () -> client;
    }

    private static OkHttpClient client(SSLContext context, X509TrustManager trust, Patience patience) {
        return new OkHttpClient.Builder()
                .sslSocketFactory(new GatheringSockets(context.getSocketFactory()), trust)
                .connectionSpecs(List.of(new ConnectionSpec.Builder(ConnectionSpec.RESTRICTED_TLS)
                        .tlsVersions(TlsVersion.TLS_1_3).build()))
                .protocols(List.of(Protocol.HTTP_1_1))
                .addNetworkInterceptor(new KindCheck())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, IDLE_SECONDS, TimeUnit.SECONDS))
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

    /** Asks for an answer without an end. @param silence how long nothing may be heard in it */
    Call endless(String pathAndQuery, Headers headers, Duration silence) {
        return client.get().newBuilder().callTimeout(Duration.ZERO).readTimeout(silence).build()
                .newCall(request(pathAndQuery, headers).get().build());
    }

    private Request.Builder request(String pathAndQuery, Headers headers) {
        return new Request.Builder().url(url(pathAndQuery)).tag(KindCheck.Wanted.class, wanted)
                .headers(authorization.newBuilder().addAll(headers).build());
    }

    private <T> T call(Request request, Reading<T> reading) throws TransferException {
        try (Response response = client.get().newCall(request).execute()) {
            refuse(response);
            return reading.read(response);
        } catch (TransferException e) {
            throw e;
        } catch (IOException e) {
            throw new TransferException.Unavailable(server() + ": " + said(e), e);
        }
    }

    /** @throws TransferException when the answer is a problem */
    static void refuse(Response response) throws TransferException {
        if (!response.isSuccessful()) {
            throw TransferException.of(problem(response));
        }
    }

    /** Sends a request on as it came and gives the answer as it comes, problems included. The caller closes the answer. */
    Response forward(Request.Builder request, String pathAndQuery) throws TransferException {
        try {
            return client.get().newCall(
                    request.url(url(pathAndQuery)).tag(KindCheck.Wanted.class, wanted).build()).execute();
        } catch (IOException e) {
            throw new TransferException.Unavailable(server() + ": " + said(e), e);
        }
    }

    static String said(IOException e) {
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

    /** Reads a JSON answer that is a part of a list. */
    static <T> Reading<Page<T>> page(Class<T> item) {
        return response -> Json.readPage(limited(response, JSON_LIMIT_BYTES), item);
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
        OkHttpClient last = client.get();
        last.dispatcher().cancelAll();
        last.dispatcher().executorService().shutdown();
        last.connectionPool().evictAll();
    }
}
