package secondsite.server.web;

import io.helidon.common.socket.SocketOptions;
import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import secondsite.api.Json;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.client.Identity;
import secondsite.api.transfer.Transfer;
import secondsite.server.settings.Listen;

/** Listens for one role: a virtual thread for each connection, limits on all of it, and a problem for every error. */
public final class HttpsListener implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final Requests.Terms NOBODYS = new Requests.Terms(false, Transfer.BODY_LIMIT_BYTES);
    private static final int HEADERS_LIMIT_BYTES = 16 << 10;
    private static final int REQUEST_LINE_LIMIT_BYTES = 4 << 10;

    private final ConnectionWatch watch;
    private final WebServer server;

    /**
     * Listens at once.
     *
     * @throws IllegalStateException when the address cannot be had, saying which
     */
    public HttpsListener(Listen listen, Identity identity, PeerCheck peers, Routes routes) {
        this(listen, identity, peers, routes, Served.UNNOTICED, ProblemWords.PLAIN);
    }

    /**
     * @param served learns of each request
     * @param words  of problems
     */
    public HttpsListener(Listen listen, Identity identity, PeerCheck peers, Routes routes, Served served,
            ProblemWords words) {
        this(listen, identity, peers, routes, served, words, ConnectionWatch.Deadlines.DEFAULTS);
    }

    HttpsListener(Listen listen, Identity identity, PeerCheck peers, Routes routes,
            ConnectionWatch.Deadlines deadlines) {
        this(listen, identity, peers, routes, Served.UNNOTICED, ProblemWords.PLAIN, deadlines);
    }

    private HttpsListener(Listen listen, Identity identity, PeerCheck peers, Routes routes, Served served,
            ProblemWords words, ConnectionWatch.Deadlines deadlines) {
        watch = new ConnectionWatch(deadlines);
        var requests = new Requests(peers, new BodyMemory(listen.bodies().bytes()), watch, words);
        SSLContext context = WatchedTls.context(identity, watch, !routes.anyForStrangers());
        server = WebServer.builder()
                .shutdownHook(false)
                .host(listen.host())
                .port(listen.port())
                // Only with sockets that are not NIO channels there are time-outs, and no look-up of the peer's name.
                .useNio(false)
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .maxTcpConnections(listen.connections())
                .maxPayloadSize(routes.largestBody())
                .writeBufferSize(32 << 10)
                .shutdownGracePeriod(GRACE)
                .tls(Tls.builder().sslContext(context).build())
                .directHandlers(directHandlers())
                .addProtocol(Http1Config.builder().maxHeadersSize(HEADERS_LIMIT_BYTES)
                        .maxPrologueLength(REQUEST_LINE_LIMIT_BYTES).build())
                .routing(routing(routes, requests, served))
                .build();
        watch.start();
        try {
            server.start();
        } catch (RuntimeException e) {
            watch.close();
            throw cannotListen(listen, e);
        }
        if (!server.isRunning()) {
            // The server logs why it could not start, and says nothing.
            watch.close();
            throw cannotListen(listen, null);
        }
    }

    private static IllegalStateException cannotListen(Listen listen, Exception why) {
        return new IllegalStateException("cannot listen on " + listen.host() + ":" + listen.port()
                + ": another program has the port, or this machine has not the address", why);
    }

    /** The port that is listened on. */
    public int port() {
        return server.port();
    }

    private static HttpRouting.Builder routing(Routes routes, Requests requests, Served served) {
        HttpRouting.Builder routing = HttpRouting.builder();
        routes.endpoints().forEach((path, methods) -> routing.any(path, watched(served, path,
                (request, response) -> serve(routes, requests, request, response,
                        method(methods, request, response)))));
        return routing.any(watched(served, "", (request, response) -> requests.serve(request, response, NOBODYS, _ -> {
            throw new ProblemException(ProblemCode.NOT_FOUND, "nothing is at " + request.path().rawPath());
        })));
    }

    private static Handler watched(Served served, String path, Handler handler) {
        return (request, response) -> {
            long begun = System.nanoTime();
            try {
                handler.handle(request, response);
            } finally {
                served.request(request.prologue().method().text(), path, response.status().code(),
                        Duration.ofNanos(System.nanoTime() - begun));
            }
        };
    }

    private static void serve(Routes routes, Requests requests, ServerRequest request, ServerResponse response,
            Endpoint endpoint) {
        requests.serve(request, response,
                new Requests.Terms(routes.forStrangers(endpoint), routes.bodyLimit(endpoint)), endpoint);
    }

    private static Endpoint method(Map<String, Endpoint> methods, ServerRequest request, ServerResponse response) {
        Endpoint endpoint = methods.get(request.prologue().method().text());
        if (endpoint != null) {
            return endpoint;
        }
        return _ -> {
            response.header(HeaderNames.ALLOW, String.join(", ", methods.keySet()));
            throw new ProblemException(ProblemCode.METHOD_NOT_ALLOWED,
                    "possible here: " + String.join(", ", methods.keySet()));
        };
    }

    /** What goes wrong before an endpoint is reached. */
    private static DirectHandlers directHandlers() {
        DirectHandler handler = (_, event, status, headers, _) -> {
            Problem problem = switch (status.code()) {
                case 413 -> Problem.of(ProblemCode.TOO_LARGE,
                        "at most " + Transfer.BODY_LIMIT_BYTES + " bytes are taken at once");
                case 503 -> Problem.of(ProblemCode.BUSY, "too many requests").retryAfter(1);
                default -> Problem.of(status.code() < 500 ? ProblemCode.BAD_REQUEST : ProblemCode.INTERNAL,
                        "the request is not valid HTTP/1.1, or not for here");
            };
            headers.set(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
            return DirectHandler.TransportResponse.builder().status(status).headers(headers)
                    .keepAlive(event.keepAlive()).entity(Json.write(problem)).build();
        };
        var handlers = DirectHandlers.builder();
        for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, handler);
        }
        return handlers.build();
    }

    /** Lets requests under way end, for a while, and takes no further ones. */
    @Override
    public void close() {
        watch.stop();
        server.stop();
        watch.close();
    }
}
