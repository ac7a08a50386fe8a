package secondsite.agent.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import secondsite.api.Json;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;
import secondsite.api.client.TlsIdentity;

/** A server over HTTPS that wants a certificate of the deployment from everybody; can be away and come back at the same address. */
abstract class PlayedServer implements AutoCloseable {

    private final SSLContext context;
    private int port;
    private HttpsServer server;
    private ExecutorService executor;

    PlayedServer(TlsIdentity identity) {
        context = identity.sslContext();
    }

    /** An answer that is no good news. */
    static final class Refusal extends IOException {

        private static final long serialVersionUID = 1;

        private final transient Problem problem;

        Refusal(Problem problem) {
            super(problem.detail());
            this.problem = problem;
        }
    }

    /** @return what is answered as JSON; null when the answer was sent already */
    abstract Object answer(String method, String path, HttpExchange exchange) throws IOException;

    /** Is there from now on. */
    public final synchronized void begin() throws IOException {
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        port = server.getAddress().getPort();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        executor = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Is away until it begins again. */
    public final synchronized void end() {
        if (server != null) {
            server.stop(0);
            executor.shutdownNow();
            server = null;
        }
    }

    public final URI url() {
        return URI.create("https://127.0.0.1:" + port);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                Object answer = answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), exchange);
                if (answer != null) {
                    send(exchange, 200, Json.write(answer));
                }
            } catch (Refusal e) {
                send(exchange, e.problem.status(), Json.write(e.problem));
            } catch (RuntimeException e) {
                Problem problem = Problem.of(ProblemCode.INTERNAL, e.toString());
                send(exchange, problem.status(), Json.write(problem));
            }
        }
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public final void close() {
        end();
    }
}
